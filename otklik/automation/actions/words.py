"""Texts of actions: an administrator's words in Russian and English, with placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.canned.placeholders import PLACEHOLDERS, language_for, values_for
from otklik.core.configuring.kinds import Words, Wrong
from otklik.core.translated import Translated
from otklik.notifications.filling import BadText, check, fill
from otklik.notifications.links import client_link, desk_link
from otklik.notifications.sending import mailbox_for
from otklik.organisation import settings
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets.models import Ticket

_TOLD = 60
"""Characters of a text that a sentence about it quotes."""


@dataclass(frozen=True)
class Template(Words):
    """A text in both languages in which `{{ number }}` and the like stand for what the ticket has."""

    form: ClassVar[str] = "template"
    limit: int = 5000
    lines: int = 6

    def clean(self, value: object) -> dict[str, str]:
        """As `Words`; `Wrong` for a placeholder there is none of."""
        texts = super().clean(value)
        for words in texts.values():
            try:
                check(words, PLACEHOLDERS)
            except BadText as bad:
                raise Wrong(_said(bad)) from bad
        return texts

    def show(self, value: object) -> str:
        """Its beginning, on one line."""
        words = " ".join(super().show(value).split())
        return words if len(words) <= _TOLD else f"{words[:_TOLD]}…"


def for_client(texts: object, ticket: Ticket, actor: Actor = SYSTEM) -> str:
    """The text as the ticket's client reads it: in their language, with the way into the portal."""
    row = _read(ticket)
    link = client_link(row, row.contact, row.brand.base_url)
    return _filled(texts, row, actor, language_for(row), link)


def for_staff(texts: object, ticket: Ticket, actor: Actor = SYSTEM) -> str:
    """The text in the installation's language, with the address of the desk."""
    row = _read(ticket)
    return _filled(texts, row, actor, settings.LANGUAGE.get(), desk_link(row.number))


def texts_of(value: object) -> Mapping[str, str]:
    """A text by language, as steps keep it."""
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, Mapping) else {}


def signed_as(ticket: Ticket) -> str:
    """As whom Otklik itself speaks to the ticket's client: the mailbox's name, else the brand's."""
    account = mailbox_for(ticket)
    return str(account.sender_name or account.title) if account else str(_read(ticket).brand.name)


def _read(ticket: Ticket) -> Ticket:
    """As it stands now: actions before this one have changed it."""
    return Ticket.objects.select_related("company", "contact", "brand").get(pk=ticket.pk)


def _filled(texts: object, ticket: Ticket, actor: Actor, language: str, link: str) -> str:
    own = Translated(texts_of(texts))
    code = language.split("-")[0]
    with translation.override(code), timezone.override(ZoneInfo(settings.TIME_ZONE.get())):
        return fill(own.text(code), values_for(actor, ticket, link=link))


def _said(bad: BadText) -> str:
    if bad.nearest:
        facts = {"found": bad.found, "nearest": "{{ " + bad.nearest + " }}"}
        return _("There is no placeholder %(found)s. Is %(nearest)s meant?") % facts
    return _("There is no placeholder %(found)s.") % {"found": bad.found}
