"""What each letter says: the sheet of a delivery, in the recipient's language and time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import client_letters, ordering, staff_texts
from otklik.channels.mail.asking import token_for
from otklik.channels.mail.claims import Purpose
from otklik.channels.mail.deadline_letters import deadline
from otklik.channels.mail.enclosures import names_of_files
from otklik.channels.mail.notice_letters import notice
from otklik.channels.mail.quotes import SEPARATOR
from otklik.channels.mail.rendering import without_pictures
from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.core.models import Event
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.links import desk_link
from otklik.notifications.models import Delivery
from otklik.organisation import settings
from otklik.people.queries import staff
from otklik.surveys.queries import rating_of
from otklik.tickets.enums import AuthorKind, MessageKind, State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.single import first_message
from otklik.tickets.queries.workflow import workflow

QUOTED = 3
QUOTE_LENGTH = 1500


def language_of(delivery: Delivery) -> str:
    """The language the recipient reads: an employee's own, else the ticket's, else the installation's."""
    if delivery.audience == Audience.CLIENT:
        contact = delivery.contact
        wanted = (contact.language if contact else "") or delivery.ticket.language
    else:
        agent = staff().agents.get(delivery.agent_id or 0)
        wanted = agent.language if agent else ""
    code = (wanted or settings.LANGUAGE.get()).split("-")[0]
    return code if code in SEPARATOR else "en"


@contextmanager
def as_recipient(delivery: Delivery, language: str = "") -> Iterator[str]:
    """Inside, texts are in the recipient's language (or the given one) and moments in their zone."""
    agent = staff().agents.get(delivery.agent_id or 0)
    zone = (agent.time_zone if agent else "") or settings.TIME_ZONE.get()
    language = language or language_of(delivery)
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield language


def sheet_of(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """The letter of a delivery; call it inside `as_recipient`. To clients it looks as the ticket's brand."""
    sheet = _WRITERS[Letter(delivery.letter)](delivery, account, language)
    if delivery.audience != Audience.CLIENT:
        return sheet
    brand = delivery.ticket.brand
    return sheet.of_brand(brand.accent, brand.address)


def _to_staff(
    intro: Callable[[Delivery], str], quoted: Callable[[Ticket], Message] | None = None
) -> Callable[[Delivery, ChannelAccount, str], Sheet]:
    """A letter to employees: why they hear of it, the words, the facts, a button to the desk. `quoted`: the
    words of a letter about no message; the first ones without it."""

    def write(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
        ticket = delivery.ticket
        title, words = staff_texts.worded(delivery, account, language, intro(delivery))
        message = delivery.message or (quoted(ticket) if quoted else first_message(ticket.pk))
        return Sheet(
            language=language,
            title=title,
            separator=SEPARATOR[language],
            intro=words,
            html=without_pictures(message.body.html),
            text=message.body.text,
            button=Button(_("Open on the desk"), desk_link(ticket.number, message.pk)),
            facts=_staff_facts(ticket),
            files=names_of_files(message),
            footer=(_what_an_answer_does(delivery),),
        )

    return write


def _registered(delivery: Delivery) -> str:
    return _("New ticket from %(name)s.") % {"name": _client_name(delivery.ticket)}


def _assigned(delivery: Delivery) -> str:
    actor = _doer(delivery)
    if delivery.agent_id is not None and delivery.audience == Audience.ASSIGNEE:
        return (
            _("%(name)s gave you this ticket.") % {"name": actor} if actor else _("This ticket is yours now.")
        )
    team = staff().teams.get(delivery.ticket.team_id or 0)
    return _("This ticket came to the team “%(team)s”.") % {"team": str(team.name) if team else ""}


def _wrote(delivery: Delivery) -> str:
    message = _message(delivery)
    if message.author_kind == AuthorKind.SENDER and not message.public:
        address = message.author_email
        return _("A sender unknown to this ticket wrote from %(address)s; the client does not see it.") % {
            "address": address
        }
    return _("%(name)s wrote:") % {"name": message.author_name or message.author_email}


def _mentioned(delivery: Delivery) -> str:
    message = _message(delivery)
    if message.public:
        return _("%(name)s mentioned you in an answer to the client:") % {"name": message.author_name}
    return _("%(name)s mentioned you in a note:") % {"name": message.author_name}


def _returned(delivery: Delivery) -> str:
    why = delivery.ticket.postponed_why
    if not why:
        return _("This ticket was postponed and is back.")
    return _("This ticket was postponed and is back: %(why)s") % {"why": why}


def _complained(delivery: Delivery) -> str:
    given = rating_of(delivery.ticket) if delivery.ticket.rating is not None else None
    if given is None:
        return _("%(name)s complains. Have a look at it.") % {"name": _client_name(delivery.ticket)}
    said: dict[str, object] = {
        "name": given.by or _client_name(delivery.ticket),
        "mark": delivery.ticket.rating,
    }
    if given.comment:
        said["comment"] = given.comment
        return _("%(name)s rated the work with %(mark)s: “%(comment)s” Have a look at it.") % said
    return _("%(name)s rated the work with %(mark)s. Have a look at it.") % said


def _what_an_answer_does(delivery: Delivery) -> str:
    if token_for(delivery).purpose is Purpose.AGENT:
        if delivery.ticket.state == State.CLOSED:
            return _("The ticket is closed: your answer to this mail becomes a note the client does not see.")
        return _("Your answer to this mail goes to the client.")
    return _("Your answer to this mail becomes a note; the client does not see it.")


_WRITERS: Mapping[Letter, Callable[[Delivery, ChannelAccount, str], Sheet]] = {
    Letter.CONFIRMATION: client_letters.confirmation,
    Letter.REPLY: client_letters.answer,
    Letter.CLARIFICATION: client_letters.answer,
    Letter.DONE: client_letters.done,
    Letter.REMINDER: client_letters.reminder,
    Letter.STATUS: client_letters.status,
    Letter.REGISTERED: _to_staff(_registered),
    Letter.ASSIGNED: _to_staff(_assigned),
    Letter.MESSAGE: _to_staff(_wrote),
    Letter.MENTION: _to_staff(_mentioned),
    Letter.RETURNED: _to_staff(_returned),
    Letter.DEADLINE: _to_staff(deadline),
    Letter.AUTOMATIC: client_letters.answer,
    Letter.NOTICE: _to_staff(notice),
    Letter.COMPLAINT: _to_staff(_complained, lambda ticket: _rated(ticket) or first_message(ticket.pk)),
}


def _message(delivery: Delivery) -> Message:
    if delivery.message is None:
        raise ValueError(f"delivery {delivery.uid} ({delivery.letter}) has no message")
    return delivery.message


def _rated(ticket: Ticket) -> Message | None:
    """The answer a rating is about: the solution, else the last answer; None for a complaint without one."""
    if ticket.rating is None:
        return None
    ours = Message.objects.select_related("body").filter(ticket=ticket, public=True, kind=MessageKind.REPLY)
    said = ours.filter(cancelled_at=None, released_at__isnull=False)
    return said.order_by("-is_solution", "-id").first()


def _doer(delivery: Delivery) -> str:
    event = Event.objects.filter(pk=delivery.event_id).first()
    agent = staff().agents.get(event.actor_id or 0) if event and event.actor_kind == "agent" else None
    return agent.name if agent else ""


def _client_name(ticket: Ticket) -> str:
    return ticket.contact_name or ticket.contact_email or _("a client")


def _staff_facts(ticket: Ticket) -> Sequence[Fact]:
    status = workflow().statuses[ticket.status_id]
    team = staff().teams.get(ticket.team_id or 0)
    agent = staff().agents.get(ticket.assignee_id or 0)
    known = catalogue()
    priority, service = known.priorities[ticket.priority_id], known.services.get(ticket.service_id or 0)
    author = ordering.author_of(ticket)
    pairs = [
        (_("Number"), ticket.number),
        (_("Client"), ", ".join(filter(None, (_client_name(ticket), _company(ticket))))),
        (_("Ordered by"), author if author != _client_name(ticket) else ""),
        (_("Service"), f"{service.code} {service.name}" if service else ""),
        (_("Status"), str(status.name)),
        (_("Priority"), str(priority.name)),
        (_("Team"), str(team.name) if team else ""),
        (_("Assignee"), agent.name if agent else ""),
    ]
    return [Fact(label, value) for label, value in pairs if value]


def _company(ticket: Ticket) -> str:
    return ticket.company.name if ticket.company else ""
