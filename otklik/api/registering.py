"""From the body of `POST /tickets` to a registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.api import references
from otklik.api.schemas.ticket_inputs import TicketIn
from otklik.clients.companies_of import company_asked
from otklik.clients.queries import find_sender, own_contact
from otklik.core import text
from otklik.core.errors import Denied, Invalid
from otklik.people.actor import Actor
from otklik.people.queries import agents_named
from otklik.tickets.commands import Registration

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact
    from otklik.people.models import Agent, Team

STAFF_ONLY = frozenset(
    {
        "email",
        "name",
        "categories",
        "team",
        "assignee",
        "observers",
        "mailbox",
        "language",
        "contract",
        "outgoing",
    }
)


def registration(actor: Actor, body: TicketIn) -> Registration:
    """What `register` takes. `Invalid` names the field; `Denied` when a contact sends what is for staff."""
    refuse_staff_fields(actor, body.model_fields_set & STAFF_ONLY)
    for_whom = _client(actor, body)
    work, company = _work(body), _company(actor, body, for_whom)
    return Registration(
        subject=body.subject,
        content=references.content(body.text, body.html),
        contact=for_whom.contact,
        company=company,
        site=references.site(actor, body.site),
        asset=references.asset(actor, body.asset),
        contract=references.contract(actor, body.contract),
        sender_email=for_whom.sender_email,
        sender_name=for_whom.sender_name,
        contact_phone=body.phone,
        account=references.mailbox(body.mailbox),
        type=references.ticket_type(actor, body.type),
        service=references.service(actor, body.service, company),
        priority=references.priority(body.priority),
        categories=references.categories(body.categories),
        team=work.team,
        assignee=work.assignee,
        observers=work.observers,
        attachments=references.attachments(actor, body.files),
        continues=references.other_ticket("continues", actor, body.continues),
        language=body.language,
        fields=body.fields,
        extra={"outgoing": True} if body.outgoing else {},
    )


def refuse_staff_fields(actor: Actor, fields: frozenset[str] | set[str]) -> None:
    """`Denied` naming the first of the fields, for a contact."""
    if fields and not actor.is_agent:
        raise Denied(_("The field “%(name)s” is for employees.") % {"name": min(fields)})


@dataclass(frozen=True)
class _Client:
    contact: Contact | None = None
    company: Company | None = None
    sender_email: str = ""
    sender_name: str = ""


def _client(actor: Actor, body: TicketIn) -> _Client:
    """For whom: a contact by uid, an address (known ones are recognised), else a contact's own self."""
    if body.contact is not None and body.email:
        raise Invalid({"email": _("Send either “contact” or “email”.")})
    if body.contact is not None:
        return _Client(references.contact(actor, body.contact))
    if not body.email:
        return _Client(own_contact(actor))
    if not text.email_key(body.email):
        raise Invalid({"email": _("Enter a mail address such as name@example.com.")})
    known = find_sender(body.email)
    return _Client(known.contact, known.company, body.email, body.name)


def _company(actor: Actor, body: TicketIn, for_whom: _Client) -> Company | None:
    """One of the contact's; for nobody's ticket any that the agent may know of."""
    if body.company is None:
        return for_whom.company
    if for_whom.contact is None:
        return references.company(actor, body.company)
    return company_asked(for_whom.contact, str(body.company)) or for_whom.contact.company


@dataclass(frozen=True)
class _Work:
    team: Team | None
    assignee: Agent | None
    observers: Sequence[Agent]


def _work(body: TicketIn) -> _Work:
    """Who works on it; whether the actor may say so, and whether they fit, is the command's question."""
    wanted = [*([body.assignee] if body.assignee else []), *body.observers]
    for uid in wanted:
        references.agent("assignee" if uid == body.assignee else "observers", uid)
    rows = agents_named([str(uid) for uid in wanted]) if wanted else {}
    return _Work(
        team=references.team(body.team),
        assignee=rows[str(body.assignee)] if body.assignee else None,
        observers=[rows[str(uid)] for uid in dict.fromkeys(body.observers)],
    )
