"""What can stand in a canned reply: one list, explained where it is written and checked when it is saved.

The names are those of the letters to clients (`notifications.texts`), and three of the employee who answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from otklik.canned.given_names import spoken_to
from otklik.core.configuring.kinds import Words, Wrong
from otklik.notifications import filling
from otklik.notifications.links import client_link
from otklik.notifications.sending import mailbox_for
from otklik.notifications.texts import PLACEHOLDERS as OF_LETTERS
from otklik.notifications.values import values_of
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN: Mapping[str, str] = {
    "first_name": gettext_noop(
        "how the contact is spoken to: the first name, in Russian with the patronymic"
    ),
    "my_name": gettext_noop("name of the employee who answers"),
    "my_position": gettext_noop("their position"),
    "my_phone": gettext_noop("their phone"),
}
PLACEHOLDERS: Mapping[str, str] = {**OF_LETTERS, **_OWN}
"""What may stand in a text, and what it is."""


@dataclass(frozen=True)
class Template(Words):
    """Texts in Russian and English with placeholders; one that does not exist is refused with the name that
    may be meant."""

    def clean(self, value: object) -> dict[str, str]:
        """The texts; `Wrong` for a placeholder nobody knows."""
        texts = super().clean(value)
        for words in texts.values():
            try:
                filling.check(words, PLACEHOLDERS)
            except filling.BadText as bad:
                raise Wrong(_said(bad)) from bad
        return texts


def explained() -> Mapping[str, str]:
    """Every placeholder with its meaning in the reader's language."""
    return {name: _(words) for name, words in PLACEHOLDERS.items()}


def language_for(ticket: Ticket) -> str:
    """The language this ticket's client reads: their own, else the ticket's, else the installation's."""
    wanted = (ticket.contact.language if ticket.contact else "") or ticket.language
    code = (wanted or settings.LANGUAGE.get()).split("-")[0]
    return code if code in ("ru", "en") else "en"


def fill(actor: Actor, ticket: Ticket, text: str, language: str) -> str:
    """The text with what the ticket and whoever answers it are called; moments in the installation's zone."""
    with _spoken(language):
        link = client_link(ticket, ticket.contact, ticket.brand.base_url)
        return filling.fill(text, values_for(actor, ticket, link=link))


def values_for(actor: Actor, ticket: Ticket, *, link: str) -> Mapping[str, str]:
    """A value for every placeholder, in the language and time zone in force; `link` as its reader opens it.
    Where no employee speaks, `my_name` and the like are of who works on the ticket, else of the brand."""
    me = staff().agents.get(actor.agent_id or ticket.assignee_id or 0)
    return {
        **values_of(ticket, mailbox_for(ticket), link=link),
        "first_name": spoken_to(ticket.contact_name),
        "my_name": me.name if me else str(ticket.brand.name),
        "my_position": me.position if me else "",
        "my_phone": me.phone if me else "",
    }


@contextmanager
def _spoken(language: str) -> Iterator[None]:
    zone = ZoneInfo(settings.TIME_ZONE.get())
    with translation.override(language), timezone.override(zone):
        yield


def _said(bad: filling.BadText) -> str:
    if bad.nearest:
        names = {"found": bad.found, "nearest": bad.nearest}
        return _("There is no %(found)s. Did you mean {{ %(nearest)s }}?") % names
    return _("There is no %(found)s. Choose from the list of placeholders.") % {"found": bad.found}
