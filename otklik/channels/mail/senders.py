"""Who a mail is from, and what they are to a ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.claims import Token
from otklik.channels.mail.doubts import marked_name
from otklik.channels.mail.matching import Relation
from otklik.clients.acting import actor_of_contact
from otklik.clients.models import Company, Contact
from otklik.clients.queries import find_sender
from otklik.core.actors import ActorKind, Via
from otklik.notifications.queries import is_told_client
from otklik.people.actor import Actor
from otklik.people.queries import AgentInfo, actor_of_agent, staff
from otklik.tickets.access import visible_ids
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class MailSender:
    """A mail's sender by address (REG-11): contact, company, employee; any of them may be missing."""

    address: str
    name: str
    contact: Contact | None
    company: Company | None
    agent: AgentInfo | None

    @property
    def actor(self) -> Actor:
        """The actor that writes a client's message: the contact, else an outside sender without any right."""
        if self.contact is not None:
            return actor_of_contact(self.contact, Via.MAIL)
        return Actor(ActorKind.SENDER, Via.MAIL, name=self.name or self.address, email=self.address)

    @property
    def agent_actor(self) -> Actor | None:
        """The employee's actor, when the address is an employee's."""
        return actor_of_agent(self.agent, Via.MAIL) if self.agent else None


def sender_of(address: str, name: str) -> MailSender:
    """Whoever has this address. An employee who left is a stranger.

    A name that is another's address is kept with the true one beside it, wherever it will be shown.
    """
    found = find_sender(address)
    agent = staff().by_email.get(address)
    return MailSender(
        address=address,
        name=marked_name(name, address),
        contact=found.contact,
        company=found.company,
        agent=agent if agent and agent.is_active else None,
    )


def relation(sender: MailSender, ticket: Ticket, token: Token | None) -> Relation:
    """What the sender is to the ticket.

    A person who is both employee and client: as whom the mail asked them, else as the client of their own
    ticket. Clients of a ticket are contacts who see it, the address it was registered from, and whoever an
    employee put in copy of an answer.
    """
    if sender.agent is not None and token is not None and token.agent_id == sender.agent.id:
        return Relation.AGENT
    if sender.contact is not None and _sees(sender.actor, ticket):
        return Relation.CLIENT
    if _is_internal(ticket):
        return Relation.AGENT if _sees(sender.agent_actor, ticket) else Relation.STRANGER
    if sender.address == ticket.contact_email or speaks_for(sender, ticket):
        return Relation.CLIENT
    if sender.agent is not None:
        return Relation.AGENT if _sees(sender.agent_actor, ticket) else Relation.STRANGER
    return Relation.CLIENT if is_told_client(ticket.pk, sender.address) else Relation.STRANGER


def speaks_for(sender: MailSender, ticket: Ticket) -> bool:
    """Whether it is the mailbox of the ticket's own company (MAIL-6), which belongs to no person."""
    company = sender.company
    return company is not None and company.pk == ticket.company_id and company.email == sender.address


def _sees(actor: Actor | None, ticket: Ticket) -> bool:
    return actor is not None and bool(visible_ids(actor, [ticket.pk]))


def _is_internal(ticket: Ticket) -> bool:
    kind = catalogue().types.get(ticket.type_id or 0)
    return kind is not None and kind.internal


def with_contact(sender: MailSender, contact: Contact) -> MailSender:
    """The same sender, from now on a contact."""
    return replace(sender, contact=contact, company=contact.company)
