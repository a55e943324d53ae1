"""A text of letters by mail to whoever writes it: as its reader would get it, in their own mail program."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.house_letters import hand_over
from otklik.channels.mail.previewing import tried
from otklik.channels.mail.sheet import Sheet
from otklik.core.actors import Via
from otklik.core.errors import NotPossible, Refused
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import TextPlace, begin_house_letter
from otklik.notifications.enums import HouseKind, TextKind
from otklik.notifications.events import TEMPLATE_TRIED
from otklik.notifications.texts import Text
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.people.queries import actor_of_agent, staff


@transaction.atomic
def send_test(actor: Actor, place: TextPlace, text: Text, number: str) -> str:
    """Mail this text to the actor, on ticket `number`; the address it goes to. Administrators only.

    Refuses what `previewing.preview` refuses, and who has no mail address. Writes `template.tried`; the
    letter follows from it.
    """
    tried(actor, place, text, number)
    if not actor.email:
        raise NotPossible(_("You have no mail address: enter one in your profile."))
    data = {
        "kind": place.kind,
        "language": place.language,
        "account": place.account.pk if place.account else None,
        "brand": place.brand.pk if place.brand else None,
        "subject": text.subject,
        "text": text.text,
        "number": number,
    }
    record(TEMPLATE_TRIED, actor.ref, Subject("template", None), data=data)
    return actor.email


@later(lane="mail", network=True)
def write_test(event: Event) -> Effect | None:
    """Send the letter of a `template.tried`, or hold it in the outbox's folder; none where its ticket or its
    mailbox has gone meanwhile."""
    return letter_of_trial(event)


def letter_of_trial(event: Event, to: str = "") -> Effect | None:
    """The same; with `to` only where that is still the address."""
    agent = staff().agents.get(event.actor_id or 0)
    if agent is None or not agent.email or to not in ("", agent.email):
        return None
    data, place = event.data, _place(event)
    text = Text(str(data["subject"]), str(data["text"]))
    try:
        box, sheet = tried(actor_of_agent(agent, Via.MAIL), place, text, str(data["number"]))
    except Refused:
        return None
    letter = begin_house_letter(event, HouseKind.TEST, agent.email)
    return hand_over(letter, box, lambda: _marked(sheet), place.language)


def _marked(sheet: Sheet) -> Sheet:
    """Nobody takes it for a client's."""
    return replace(sheet, title=_("Test: %(subject)s") % {"subject": sheet.title}, separator="")


def _place(event: Event) -> TextPlace:
    data = event.data
    return TextPlace(
        TextKind(str(data["kind"])),
        str(data["language"]),
        next((one for one in catalogue().mailboxes() if one.pk == data.get("account")), None),
        next((one for one in brands() if one.pk == data.get("brand")), None),
    )
