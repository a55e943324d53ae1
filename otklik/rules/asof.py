"""What a ticket was at an earlier moment: its fields of now, with the changes since put back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Then:
    """The fields as they were. `unknown` were changed since, and what they were is not kept."""

    fields: Mapping[str, object]
    unknown: frozenset[str]


def as_of(now: Mapping[str, object], since: Iterable[Mapping[str, object]]) -> Then:
    """The fields of `now` before the changes `since` (`{"field", "from", "to"}`, oldest first).

    The first change of a field tells what it was. A change that keeps no values (personal data) makes it
    unknown: the value of now stands in for it. Fields that `now` does not name are left out.
    """
    first: dict[str, Mapping[str, object]] = {}
    for change in since:
        field = str(change["field"])
        if field in now:
            first.setdefault(field, change)
    unknown = {field for field, change in first.items() if change["from"] is None and change["to"] is None}
    told = {field: change["from"] for field, change in first.items() if field not in unknown}
    return Then({**now, **told}, frozenset(unknown))
