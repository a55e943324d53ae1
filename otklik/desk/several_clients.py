"""A ticket each: one form, the same words, a ticket of its own for every further client named (REG-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.access import get_contact_for
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid
from otklik.mailings.queries import contacts_addressed
from otklik.people.actor import Actor
from otklik.tickets.commands import Registration, register

if TYPE_CHECKING:
    from otklik.clients.models import Contact
    from otklik.tickets.models import Ticket

MOST = 50
"""Tickets of one form; for more there are mass messages."""


def others_named(actor: Actor, typed_words: str, first: Contact | None) -> Sequence[Contact]:
    """The clients with these mail addresses, one a line, each once and without the `first`.

    `Invalid` (`others`) for addresses nobody has whom the actor may know of, for too many, and where the form
    itself names nobody.
    """
    typed = list(dict.fromkeys(filter(None, typed_words.replace(",", " ").replace(";", " ").split())))
    if not typed:
        return ()
    if first is None:
        raise Invalid({"client": _("Choose the first client here, the others below.")})
    if len(typed) >= MOST:
        most = {"number": MOST}
        raise Invalid(
            {"others": _("At most %(number)s clients at once: for more send a mass message.") % most}
        )
    found = contacts_addressed(actor, typed)
    if found.unknown:
        unknown = {"addresses": ", ".join(found.unknown)}
        raise Invalid({"others": _("No client has these addresses: %(addresses)s.") % unknown})
    people = [get_contact_for(actor, uid) for uid in dict.fromkeys(found.uids)]
    return [one for one in people if one.pk != first.pk]


def register_each(actor: Actor, first: Registration, others: Sequence[Contact]) -> Sequence[Ticket]:
    """`register` for the client of the form, then for each of the others, as one step.

    What was chosen of the first client's (company, place, equipment, contract, phone) stays with theirs.
    """
    with batch():
        made = [register(actor, first)]
        own = replace(first, company=None, site=None, asset=None, contract=None, contact_phone="")
        made += [register(actor, replace(own, contact=one)) for one in others]
    return made
