"""What an administrator sets about contracts, for the form of the installation's settings (`ways`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core import money
from otklik.core.configuring.kinds import Label, Text, Wrong
from otklik.core.configuring.shapes import Field
from otklik.web.way_fields import count, switch


def fields(modules: Label, contracts: Label) -> Sequence[Field]:
    """The switch of the module, and how contracts are told of, under these headings."""
    return (
        switch(
            "modules.contracts",
            _("Contracts"),
            _("Off: their pages, fields, warnings and operations vanish; what is stored stays."),
            modules,
        ),
        count(
            "contracts.ends_soon_days",
            _("A contract is about to end when so many days are left"),
            _("Of what is paid, when nothing follows."),
            contracts,
            366,
        ),
        count(
            "contracts.remind_days",
            _("The manager is mailed so many days before a service period ends"),
            _("Where the period names no day of its own. 0: not."),
            contracts,
            366,
        ),
        Field(
            "contracts.currency",
            _("Currency of new contracts"),
            Text(limit=3, check=_currency),
            _("Three letters, such as RUB."),
            required=True,
            group=contracts,
        ),
    )


def _currency(given: str) -> str:
    if not money.is_currency(given.upper()):
        raise Wrong(gettext("Three Latin letters, such as RUB."))
    return given.upper()
