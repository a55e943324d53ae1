"""Who stands in which relation to a ticket: the addresses behind "assignee", "client", "observers"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Contact
from otklik.clients.queries import first_email
from otklik.core import text
from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.core.prepared import Prepared, Rows
from otklik.notifications.addresses import Group, Recipient, bare, of_agent, of_lead, of_team, watching
from otklik.notifications.enums import CompanyCopies, Letter
from otklik.organisation import settings
from otklik.people.queries import staff
from otklik.tickets.enums import State
from otklik.tickets.events import (
    REPLY_AUTOMATED,
    STATUS_CHANGED,
    TICKET_CLOSED,
    TICKET_POSTPONED,
    TICKET_REOPENED,
    TICKET_RESOLVED,
    TICKET_TAKEN,
)
from otklik.tickets.models import Mention, Message, MessageBody, Observer, Ticket
from otklik.tickets.queries.complaints import ADDRESSES as COMPLAINT_ADDRESSES
from otklik.tickets.queries.workflow import workflow

_MENTIONED: Prepared[int] = Prepared(int)

COMPANY_COPIES = settings.declare(
    "mail.company_copies",
    CompanyCopies.NO_EMAIL.value,
    "When letters to clients go to their company's mailbox too: always, no_email, no_contact or never.",
)
TELL_DOER = settings.declare(
    "notifications.tell_doer",
    False,
    "Employees get the letters about their own doings too, where the table of notifications names them.",
)


@dataclass(frozen=True)
class Occasion:
    """An event with what it is about, read once for all rules. `followers`: of the past, where it is being
    explained."""

    event: Event
    ticket: Ticket
    message: Message | None
    followers: Sequence[Observer] | None = None

    @property
    def acting_agent(self) -> int | None:
        """The employee who did it, if it was one: they are never told of their own doings."""
        return self.event.actor_id if self.event.actor_kind == ActorKind.AGENT else None

    @property
    def acting_contact(self) -> int | None:
        """The client who did it, if it was one."""
        return self.event.actor_id if self.event.actor_kind == ActorKind.CONTACT else None


_WITHOUT_WORDS = frozenset(
    one.name for one in (TICKET_RESOLVED, STATUS_CHANGED, TICKET_POSTPONED, TICKET_REOPENED, TICKET_CLOSED)
)
"""What clients are told of also where nobody has written to them."""
_MAILABLE = re.compile(r"[^\s@<>\"(),;:\\\[\]]+@[^\s@<>\"(),;:\\\[\]]+")


def client(occasion: Occasion) -> Group:
    """The contact under the ticket's own address; nobody for internal types and messages not for clients."""
    return _contact_of(occasion.ticket) if _is_for_clients(occasion) else ()


def clients(occasion: Occasion) -> Group:
    """The contact, and whoever registered the ticket for them where that is another contact (REG-2)."""
    if not _is_for_clients(occasion):
        return ()
    return (*_contact_of(occasion.ticket), *_ordering_for(occasion.ticket))


def answered_to(ticket: Ticket) -> Group:
    """Whom an answer written now would reach, for whoever writes it: one address once, our own never."""
    if _is_internal(ticket):
        return ()
    found = (*_contact_of(ticket), *_ordering_for(ticket), *_company_of(ticket))
    own = catalogue().own_addresses
    return list({who.address: who for who in reversed(found) if who.address not in own}.values())[::-1]


def copies(occasion: Occasion) -> Group:
    """The addresses an employee put in copy of a reply, and those the contact wants copies at (CRM-2), where
    there is a client to answer at all."""
    if occasion.message is None or not client(occasion):
        return ()
    written = MessageBody.objects.filter(message=occasion.message).values_list("cc", flat=True).first() or []
    contact = occasion.ticket.contact
    addresses = (text.email_key(str(raw)) for raw in [*written, *(contact.copies if contact else ())])
    return [Recipient(address) for address in addresses if _MAILABLE.fullmatch(address)]


def companies(occasion: Occasion) -> Group:
    """The mailbox of the ticket's company, where the installation wants letters to its contacts there too."""
    return _company_of(occasion.ticket) if _is_for_clients(occasion) else ()


def merged_client(occasion: Occasion) -> Group:
    """The contact of a ticket that was merged into this one, told where to write from now on."""
    if occasion.message is None or _is_internal(occasion.ticket):
        return ()
    return _contact_of(Ticket.objects.select_related("contact").get(pk=occasion.event.data["other"]))


def assignee(occasion: Occasion) -> Group:
    """The employee who works on the ticket, while they are active."""
    return of_agent(occasion.ticket.assignee_id)


def given_assignee(occasion: Occasion) -> Group:
    """The assignee of a new ticket, unless they took it themselves before they could be told."""
    ticket = occasion.ticket
    took = Event.objects.filter(
        kind=TICKET_TAKEN.name, ticket_id=ticket.pk, actor_kind=ActorKind.AGENT, actor_id=ticket.assignee_id
    )
    return () if ticket.assignee_id is None or took.exists() else assignee(occasion)


def unassigned_team(occasion: Occasion) -> Group:
    """The notification list of the ticket's team, while no active employee has the ticket."""
    return () if assignee(occasion) else of_team(occasion.ticket.team_id)


def new_assignee(occasion: Occasion) -> Group:
    """Who this very assignment names."""
    return of_agent(_changed_to(occasion.event, "assignee"))


def new_team(occasion: Occasion) -> Group:
    """The list of the team this very assignment names, when it names no employee."""
    return () if new_assignee(occasion) else of_team(_changed_to(occasion.event, "team"))


def observers(occasion: Occasion) -> Group:
    """Employees who follow the ticket, and the lists of teams that do."""
    return watching(occasion.ticket, occasion.followers)


def leads(occasion: Occasion) -> Group:
    """The lead of the ticket's team, without one the team's notification list; and who is always told."""
    return (*team_lead(occasion), *bare(COMPLAINT_ADDRESSES.get()))


def team_lead(occasion: Occasion) -> Group:
    """The lead of the ticket's team, without one the team's notification list."""
    return of_lead(occasion.ticket.team_id)


def lead_alone(occasion: Occasion) -> Group:
    """The lead of the ticket's team; nobody where it has none."""
    team = staff().teams.get(occasion.ticket.team_id or 0)
    return of_agent(team.lead_id if team else None)


def mentioned(occasion: Occasion) -> Group:
    """Employees named in the message."""
    rows = _MENTIONED.rows(_mentioned, occasion.message.pk) if occasion.message else ()
    return [who for pk in rows for who in of_agent(pk)]


def _mentioned(message_id: int) -> Rows:
    return Mention.objects.filter(message_id=message_id).order_by("id").values_list("agent_id")


def answering(occasion: Occasion) -> Letter:
    """What an employee's answer is to the client: the solution, a question to them, or an answer."""
    message = occasion.message
    if message is not None and message.is_solution:
        return Letter.DONE
    return Letter.CLARIFICATION if _asks_client(occasion.event) else Letter.REPLY


def allowed(occasion: Occasion, group: Iterable[Recipient]) -> list[Recipient]:
    """Those of a group who may be told: not the doer, but where the installation wants that; never one of
    our own mailboxes (a loop).

    A client is told of what they did themselves only where that is what the letter is for: that it came in.
    """
    own = catalogue().own_addresses
    doer = None if TELL_DOER.get() else staff().agents.get(occasion.acting_agent or 0)
    silent = own | ({doer.email} if doer and doer.email else set())
    told = [who for who in group if who.address not in silent and not (doer and who.agent_id == doer.id)]
    return told if occasion.event.kind != TICKET_RESOLVED.name else _without_who_said_so(occasion, told)


def _without_who_said_so(occasion: Occasion, group: Iterable[Recipient]) -> list[Recipient]:
    """Without the client whose word it is that the work is done.

    A holder of a personal link that names no contact is whoever reads the ticket's own address.
    """
    if occasion.event.actor_kind == ActorKind.SENDER:
        own = {who.address for who in _contact_of(occasion.ticket)}
        return [who for who in group if who.address not in own]
    said_so = occasion.acting_contact
    return [who for who in group if said_so is None or who.contact_id != said_so]


def _is_for_clients(occasion: Occasion) -> bool:
    """Not of an internal type, and about a message clients may read that no machine wrote, or done work."""
    message = occasion.message
    if _is_internal(occasion.ticket):
        return False
    if message is None:
        return occasion.event.kind in _WITHOUT_WORDS
    return message.public and (not message.automatic or occasion.event.kind == REPLY_AUTOMATED.name)


def _is_internal(ticket: Ticket) -> bool:
    kind = catalogue().types.get(ticket.type_id or 0)
    return kind is not None and kind.internal


def _contact_of(ticket: Ticket) -> Group:
    address = ticket.contact_email or (first_email(ticket.contact) if ticket.contact else "")
    return (Recipient(address, ticket.contact_name, contact_id=ticket.contact_id),) if address else ()


def _company_of(ticket: Ticket) -> Group:
    company = ticket.company
    if company is None or not company.email or company.hidden:
        return ()
    has_contact = ticket.contact_id is not None or bool(ticket.contact_email)
    wanted: dict[str, bool] = {
        CompanyCopies.ALWAYS: True,
        CompanyCopies.NO_EMAIL: has_contact and not _contact_of(ticket),
        CompanyCopies.NO_CONTACT: not has_contact,
    }
    return (Recipient(company.email, company.name),) if wanted.get(COMPANY_COPIES.get()) else ()


def _ordering_for(ticket: Ticket) -> Group:
    """The contact who registered it for another one."""
    pk = ticket.initiator_contact_id
    if pk is None or pk == ticket.contact_id:
        return ()
    initiator = Contact.objects.filter(pk=pk, hidden=False).first()
    address = first_email(initiator) if initiator else ""
    return (Recipient(address, initiator.name, contact_id=pk),) if initiator and address else ()


def _asks_client(event: Event) -> bool:
    """Whether the ticket went to wait for the client in the same step as the answer was sent."""
    if event.batch_id is None:
        return False
    moves = Event.objects.filter(ticket_id=event.ticket_id, batch_id=event.batch_id, kind=STATUS_CHANGED.name)
    waiting = {s.code for s in workflow().statuses.values() if s.state == State.WAITING_CLIENT}
    return any(_moved_to(move) in waiting for move in moves)


def _moved_to(event: Event) -> object:
    return next((change["to"] for change in event.changes if change["field"] == "status"), None)


def _changed_to(event: Event, field: str) -> int | None:
    values = [change["to"] for change in event.changes if change["field"] == field]
    return values[0] if values else None
