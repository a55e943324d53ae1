"""A text on a real ticket, as the client would read it; nothing is written or sent (ADM-8)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.letters import as_recipient, sheet_of
from otklik.channels.mail.rendering import render
from otklik.channels.mail.sheet import Sheet
from otklik.core import clock
from otklik.core.errors import Invalid, NotPossible
from otklik.notifications import texts
from otklik.notifications.commands import TextPlace
from otklik.notifications.commands.texts import problems_of
from otklik.notifications.enums import STAFF_TEXTS, Audience, Channel, DeliveryState, Letter, TextKind
from otklik.notifications.models import Delivery
from otklik.notifications.sending import mailbox_for
from otklik.notifications.texts import Text
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Message, Ticket

_LETTERS = {
    TextKind.CONFIRMATION: Letter.CONFIRMATION,
    TextKind.REPLY: Letter.REPLY,
    TextKind.CLARIFICATION: Letter.CLARIFICATION,
    TextKind.DONE: Letter.DONE,
    TextKind.REMINDER: Letter.REMINDER,
    TextKind.STATUS: Letter.STATUS,
    TextKind.FRAME: Letter.REPLY,
    **{kind: Letter(kind.value) for kind in STAFF_TEXTS},
}
_ABOUT_A_MESSAGE = (Letter.MESSAGE, Letter.MENTION)


@dataclass(frozen=True)
class Preview:
    """The letter: subject and both faces. `html` is a whole page: show it in a frame that runs nothing."""

    subject: str
    text: str
    html: str


def preview(actor: Actor, place: TextPlace, text: Text, number: str) -> Preview:
    """The letter this text would make for the client of ticket `number`, or for the actor where it goes to
    employees. Administrators only.

    `Invalid` where the text cannot be filled in, `NotFound` for a ticket the actor does not see,
    `NotPossible` while no mailbox is in use.
    """
    _account, sheet = tried(actor, place, text, number)
    faces = render(sheet)
    return Preview(sheet.title, faces.text, faces.html)


def tried(actor: Actor, place: TextPlace, text: Text, number: str) -> tuple[ChannelAccount, Sheet]:
    """The same before it is drawn, with the mailbox it would leave by."""
    require_administrator(actor)
    problems = problems_of(place, text)
    if problems:
        raise Invalid(problems)
    ticket = get_ticket_for(actor, number)
    account = place.account or mailbox_for(ticket)
    if account is None:
        raise NotPossible(_("There is no enabled mailbox to send from."))
    letter = _LETTERS[place.kind]
    delivery = _to_employee(ticket, letter, actor) if place.kind in STAFF_TEXTS else _imagined(ticket, letter)
    with texts.instead(place.kind, text), as_recipient(delivery, place.language) as language:
        return account, sheet_of(delivery, account, language)


def _to_employee(ticket: Ticket, letter: Letter, actor: Actor) -> Delivery:
    """A delivery that is never saved: to the actor as its assignee, about the client's last words."""
    said = Message.objects.select_related("body").filter(ticket=ticket, public=True, automatic=False)
    return Delivery(
        ticket=ticket,
        message=said.order_by("-id").first() if letter in _ABOUT_A_MESSAGE else None,
        channel=Channel.MAIL,
        audience=Audience.ASSIGNEE,
        letter=letter,
        address=actor.email,
        agent_id=actor.agent_id,
        state=DeliveryState.QUEUED,
        created_at=clock.now(),
    )


def _imagined(ticket: Ticket, letter: Letter) -> Delivery:
    """A delivery that is never saved: to the ticket's contact, about the last answer there is."""
    answers = Message.objects.select_related("body").filter(ticket=ticket, public=True, automatic=False)
    message = answers.filter(agent__isnull=False).order_by("-id").first()
    if message is None:
        message = answers.order_by("-id").first()
    return Delivery(
        ticket=ticket,
        message=message,
        channel=Channel.MAIL,
        audience=Audience.CLIENT,
        letter=letter,
        address=ticket.contact_email,
        name=ticket.contact_name,
        contact=ticket.contact,
        state=DeliveryState.QUEUED,
        created_at=clock.now(),
    )
