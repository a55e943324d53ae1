"""What each letter says: the sheet of a delivery, in the recipient's language and time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.asking import token_for
from otklik.channels.mail.claims import Purpose
from otklik.channels.mail.enclosures import enclosures_of
from otklik.channels.mail.quotes import SEPARATOR
from otklik.channels.mail.rendering import without_pictures
from otklik.channels.mail.sheet import Button, Fact, Quote, Sheet
from otklik.core import text
from otklik.core.models import Event
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.links import WITH_PERSONAL_LINK, desk_link, personal_link, portal_link
from otklik.notifications.models import Delivery
from otklik.organisation import settings
from otklik.people.queries import AgentInfo, staff
from otklik.tickets.enums import AuthorKind
from otklik.tickets.models import Message, MessageFile, Ticket
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
def as_recipient(delivery: Delivery) -> Iterator[str]:
    """Inside, texts are in the recipient's language and moments in their zone; gives the language."""
    agent = staff().agents.get(delivery.agent_id or 0)
    zone = (agent.time_zone if agent else "") or settings.TIME_ZONE.get()
    language = language_of(delivery)
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield language


def sheet_of(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """The letter of a delivery; call it inside `as_recipient`."""
    write = _WRITERS[Letter(delivery.letter)]
    return write(delivery, account, language)


def title_of(ticket: Ticket) -> str:
    """The subject of every mail about a ticket: it never changes, so mail programs keep them together."""
    return " ".join(f"[{ticket.number}] {ticket.subject}".split())


def _reply(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """To the client: the employee's words first, then the facts, then what was said before."""
    message, ticket = _message(delivery), delivery.ticket
    agent = staff().agents.get(message.agent_id or 0)
    return Sheet(
        language=language,
        title=title_of(ticket),
        separator=SEPARATOR[language],
        intro="",
        html=message.body.html,
        text=message.body.text,
        signature=_signature(agent, account, message),
        button=_client_button(delivery, account),
        facts=_client_facts(ticket),
        quotes=_earlier(ticket, message),
        footer=_client_footer(delivery, ticket),
    )


def _client_button(delivery: Delivery, account: ChannelAccount) -> Button | None:
    """Into the portal for who signs in there; the personal link for everybody else, once it is offered."""
    base, ticket, contact = account.brand.base_url, delivery.ticket, delivery.contact
    if contact is not None and contact.user_id is not None:
        return Button(_("Open the request"), portal_link(ticket.number, base))
    if WITH_PERSONAL_LINK.get():
        return Button(_("Open the request"), personal_link(ticket.pk, delivery.contact_id, base))
    return None


def _to_staff(intro: Callable[[Delivery], str]) -> Callable[[Delivery, ChannelAccount, str], Sheet]:
    """A letter to employees: why they hear of it, the words, the facts, a button to the desk."""

    def write(delivery: Delivery, _account: ChannelAccount, language: str) -> Sheet:
        ticket = delivery.ticket
        message = delivery.message or _first(ticket)
        return Sheet(
            language=language,
            title=title_of(ticket),
            separator=SEPARATOR[language],
            intro=intro(delivery),
            html=without_pictures(message.body.html),
            text=message.body.text,
            button=Button(_("Open on the desk"), desk_link(ticket.number, message.pk)),
            facts=_staff_facts(ticket),
            files=_names(message),
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


def _what_an_answer_does(delivery: Delivery) -> str:
    if token_for(delivery).purpose is Purpose.AGENT:
        return _("Your answer to this mail goes to the client.")
    return _("Your answer to this mail becomes a note; the client does not see it.")


_WRITERS: Mapping[Letter, Callable[[Delivery, ChannelAccount, str], Sheet]] = {
    Letter.REPLY: _reply,
    Letter.REGISTERED: _to_staff(_registered),
    Letter.ASSIGNED: _to_staff(_assigned),
    Letter.MESSAGE: _to_staff(_wrote),
    Letter.MENTION: _to_staff(_mentioned),
}


def _message(delivery: Delivery) -> Message:
    if delivery.message is None:
        raise ValueError(f"delivery {delivery.uid} ({delivery.letter}) has no message")
    return delivery.message


def _first(ticket: Ticket) -> Message:
    return Message.objects.select_related("body").filter(ticket=ticket).order_by("id")[0]


def _doer(delivery: Delivery) -> str:
    event = Event.objects.filter(pk=delivery.event_id).first()
    agent = staff().agents.get(event.actor_id or 0) if event and event.actor_kind == "agent" else None
    return agent.name if agent else ""


def _client_name(ticket: Ticket) -> str:
    return ticket.contact_name or ticket.contact_email or _("a client")


def _signature(agent: AgentInfo | None, account: ChannelAccount, message: Message) -> Sequence[str]:
    """Who answers and for whom; an employee's own signature and the mailbox's, each line once."""
    sender = str(account.sender_name or account.title)
    own = agent.signature.splitlines() if agent else []
    lines = [message.author_name, *own, sender, *str(account.signature).splitlines()]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _client_facts(ticket: Ticket) -> Sequence[Fact]:
    status = workflow().statuses[ticket.status_id]
    service = catalogue().services.get(ticket.service_id or 0)
    facts = [
        Fact(_("Number"), ticket.number),
        Fact(_("Subject"), ticket.subject),
        Fact(_("Status"), str(status.client_name or status.name)),
    ]
    return [*facts, Fact(_("Service"), str(service.name))] if service else facts


def _staff_facts(ticket: Ticket) -> Sequence[Fact]:
    status = workflow().statuses[ticket.status_id]
    team = staff().teams.get(ticket.team_id or 0)
    agent = staff().agents.get(ticket.assignee_id or 0)
    priority = catalogue().priorities[ticket.priority_id]
    pairs = [
        (_("Number"), ticket.number),
        (_("Client"), ", ".join(filter(None, (_client_name(ticket), _company(ticket))))),
        (_("Status"), str(status.name)),
        (_("Priority"), str(priority.name)),
        (_("Team"), str(team.name) if team else ""),
        (_("Assignee"), agent.name if agent else ""),
    ]
    return [Fact(label, value) for label, value in pairs if value]


def _company(ticket: Ticket) -> str:
    return ticket.company.name if ticket.company else ""


def _earlier(ticket: Ticket, message: Message) -> Sequence[Quote]:
    """The last public messages before this one, the newest first. Notes are not even asked for."""
    rows = (
        Message.objects.select_related("body")
        .filter(ticket=ticket, public=True, pk__lt=message.pk, released_at__isnull=False, automatic=False)
        .order_by("-id")[:QUOTED]
    )
    return [
        Quote(row.author_name or row.author_email, row.created_at, _shortened(row.body.text)) for row in rows
    ]


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_LENGTH else words[:QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"


def _client_footer(delivery: Delivery, ticket: Ticket) -> Sequence[str]:
    copied = [str(address) for address in _message(delivery).body.cc]
    lines = []
    if _message(delivery).is_solution:
        lines.append(
            _("The request is completed. If something is still wrong, answer this mail and we go on.")
        )
    else:
        lines.append(_("Want to add something? Answer this mail, photos are welcome."))
    left_out = enclosures_of(_message(delivery).pk).left_out
    if left_out:
        lines.append(
            _("Too large for a mail: %(names)s. Ask us for another way.") % {"names": ", ".join(left_out)}
        )
    if copied:
        names = ", ".join([ticket.contact_name or ticket.contact_email, *copied])
        lines.append(_("This mail went to %(names)s.") % {"names": names})
    return [text.one_line(line, 300) for line in lines if line]


def _names(message: Message) -> Sequence[str]:
    links = MessageFile.objects.filter(message=message, content_id="").select_related("file")
    return [link.file.name for link in links.order_by("position")]
