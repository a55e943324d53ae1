"""What can be asked to be filled in before a ticket comes to a status or is passed on (FLOW-1, ROUTE-4).

Names are those of the API: `type`, `contact`, `assignee`, …, and `field.<key>` for custom fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.core.configuring.kinds import Label, Option
from otklik.core.errors import Invalid
from otklik.fields.queries import PREFIX, FieldInfo, fields_of
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.models import Ticket, TicketCategory


class Asked(Invalid):
    """What a status asks for and was not given: names and sentences. A page shows the form that asks."""


_PLAIN: Mapping[str, tuple[Label, Callable[[Ticket], object]]] = {
    "type": (gettext_lazy("Type"), lambda row: row.type_id),
    "service": (gettext_lazy("Service"), lambda row: row.service_id),
    "categories": (
        gettext_lazy("Categories"),
        lambda row: TicketCategory.objects.filter(ticket_id=row.pk).exists(),
    ),
    "contact": (gettext_lazy("Client"), lambda row: row.contact_id),
    "company": (gettext_lazy("Company"), lambda row: row.company_id),
    "phone": (gettext_lazy("Phone"), lambda row: row.contact_phone),
    "site": (gettext_lazy("Site"), lambda row: row.site_id),
    "asset": (gettext_lazy("Equipment"), lambda row: row.asset_id),
    "contract": (gettext_lazy("Contract"), lambda row: row.contract_id),
    "team": (gettext_lazy("Team"), lambda row: row.team_id),
    "assignee": (gettext_lazy("Assignee"), lambda row: row.assignee_id),
}


def can_be_required() -> Sequence[Option]:
    """What an administrator can choose from, custom fields behind the others."""
    plain = [Option(name, str(label)) for name, (label, _read) in _PLAIN.items()]
    own = [Option(one.form_name, str(one.name), one.hidden) for one in fields_of(TICKET.kind)]
    return [*plain, *own]


def missing(row: Ticket, required: Iterable[str]) -> dict[str, str]:
    """Of what is required, the name and the label of what this ticket does not have.

    A custom field that is not asked for tickets of this type and service is not missed, nor is one that is
    hidden or gone.
    """
    own = {one.form_name: one for one in fields_of(TICKET.kind)}
    found = {}
    for name in required:
        if name in _PLAIN:
            label, read = _PLAIN[name]
            if not read(row):
                found[name] = str(label)
        elif name in own and _is_empty(row, own[name]):
            found[name] = str(own[name].name)
    return found


def refuse_missing(row: Ticket, required: Iterable[str]) -> None:
    """`Asked` with a sentence for each name that is missing."""
    lacks = missing_words(row, required)
    if lacks:
        raise Asked(lacks)


def missing_words(row: Ticket, required: Iterable[str]) -> dict[str, str]:
    """Of what is required, the name and what is said of it where this ticket does not have it."""
    said = _("Fill in: %(field)s.")
    return {name: said % {"field": label} for name, label in missing(row, required).items()}


def is_own(name: str) -> bool:
    """Whether it names a custom field."""
    return name.startswith(PREFIX)


def _is_empty(row: Ticket, one: FieldInfo) -> bool:
    return one.is_asked(bound_of(row)) and (row.custom or {}).get(one.key) in (None, "", [])
