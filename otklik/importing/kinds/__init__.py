"""The kinds of things that are brought in and taken out as tables."""

from collections.abc import Mapping, Sequence

from otklik.core.errors import NotFound
from otklik.importing.kinds.assets import ASSETS
from otklik.importing.kinds.canned import CANNED
from otklik.importing.kinds.columns import Column, Kind
from otklik.importing.kinds.companies import COMPANIES
from otklik.importing.kinds.contacts import CONTACTS
from otklik.importing.kinds.contracts import CONTRACTS
from otklik.importing.kinds.periods import PERIODS
from otklik.importing.kinds.sites import SITES

__all__ = ["KINDS", "Column", "Kind", "kind_called", "open_kinds"]

KINDS: Mapping[str, Kind] = {
    kind.key: kind for kind in (COMPANIES, CONTACTS, SITES, ASSETS, CONTRACTS, PERIODS, CANNED)
}
"""In the order in which they are brought in: what others refer to comes first."""


def open_kinds() -> Sequence[Kind]:
    """Those whose module is switched on."""
    return [kind for kind in KINDS.values() if kind.is_open()]


def kind_called(key: str) -> Kind:
    """The kind of this key; `NotFound` for none and for one that is switched off."""
    kind = KINDS.get(key)
    if kind is None or not kind.is_open():
        raise NotFound
    return kind
