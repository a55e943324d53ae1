"""What stands around a ticket on its card, in one query: watchers, categories, drafts, addresses, links, and
what the agent has seen of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, CharField, F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from otklik.clients.models import ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.phones import Phone
from otklik.core.models import Event
from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import (
    Carried,
    ClientRead,
    Draft,
    Link,
    Observer,
    Operation,
    Seen,
    Ticket,
    TicketCategory,
)


@dataclass(frozen=True)
class Linked:
    """A ticket linked to this one; `outward`: this one is what the kind says to it."""

    kind: str
    outward: bool
    number: str
    subject: str
    status_id: int
    is_open: bool


@dataclass(frozen=True)
class Around:
    """`observers`: (agent, none) or (none, team), as row ids, like `categories`. `drafts`: begun texts by
    kind, `kept`: their files and status. `emails` and `phones` of the contact, the first one first,
    `messengers` with their kind. `links`: tickets the actor may see. `origins`: by message, the number of the
    ticket it came from. `steps`: batches of this ticket's history that were steps, not undone yet, with their
    agent's id and kind. `seen`: the last message this agent has had before them, 0 when never opened; `read`:
    the client.
    """

    observers: Sequence[tuple[int | None, int | None]]
    categories: Sequence[int]
    drafts: Mapping[str, str]
    kept: Mapping[str, Mapping[str, object]]
    emails: Sequence[str]
    phones: Sequence[Phone]
    messengers: Sequence[tuple[str, str]]
    links: Sequence[Linked]
    origins: Mapping[int, str]
    steps: Mapping[str, tuple[int, str]]
    seen: int
    read: int


class _Fact(NamedTuple):
    """One of them: of which sort, and up to two numbers, a word and a text."""

    sort: str
    one: int | None
    two: int | None
    word: str
    text: str


_FACTS: Prepared[_Fact] = Prepared(_Fact)


def around(actor: Actor, ticket: Ticket) -> Around:
    """Everything around a ticket the actor may see; a second query where it is linked to others."""
    found: dict[str, list[_Fact]] = defaultdict(list)
    for fact in _FACTS.rows(_facts, ticket.pk, ticket.contact_id or 0, actor.agent_id or 0):
        found[fact.sort].append(fact)
    return Around(
        observers=[(fact.one, fact.two) for fact in found["observer"]],
        categories=[fact.one or 0 for fact in found["category"]],
        drafts={fact.word: fact.text for fact in found["draft"]},
        kept={fact.word: json.loads(fact.text) for fact in found["kept"]},
        emails=[fact.text for fact in sorted(found["email"])],
        phones=[_phone(fact) for fact in sorted(found["phone"])],
        messengers=[(fact.word, fact.text) for fact in sorted(found["messenger"])],
        links=_links(actor, ticket, found["link"]),
        origins={fact.one or 0: fact.word for fact in found["origin"]},
        steps={str(UUID(fact.text)): (fact.one or 0, fact.word) for fact in found["step"]},
        seen=next((fact.one or 0 for fact in found["seen"]), 0),
        read=next((fact.one or 0 for fact in found["read"]), 0),
    )


def _links(actor: Actor, ticket: Ticket, both: Sequence[_Fact]) -> list[Linked]:
    """Parents first, then the others as they were linked."""
    if not both:
        return []
    others = [fact.one if fact.two == ticket.pk else fact.two for fact in both]
    rows = visible_to(actor).filter(pk__in=[pk for pk in others if pk])
    found = {row.pk: row for row in rows.only("number", "subject", "status_id", "is_open")}
    links = [
        _linked(fact, found[other], outward=fact.one == ticket.pk)
        for fact, other in zip(both, others, strict=True)
        if other in found
    ]
    return sorted(links, key=lambda one: (one.kind != LinkKind.PARENT, one.kind, one.number))


def _linked(fact: _Fact, row: Ticket, *, outward: bool) -> Linked:
    return Linked(fact.word, outward, row.number, row.subject, row.status_id, row.is_open)


def read_up_to(ticket_id: int) -> int:
    """The last message the ticket's client has had before them; the caller has decided who may see it."""
    return ClientRead.objects.filter(ticket=ticket_id).values_list("message_id", flat=True).first() or 0


def open_children(actor: Actor, ticket: Ticket) -> list[int]:
    """Row ids of the children of a ticket that the actor may see and that are still worked on."""
    children = Link.objects.filter(source=ticket, kind=LinkKind.PARENT).values("target_id")
    return list(visible_to(actor).filter(pk__in=children, is_open=True).values_list("pk", flat=True))


def _facts(ticket_id: int, contact_id: int, agent_id: int) -> Rows:
    mine = Q(agent_id=agent_id, ticket_id=ticket_id)
    linked = Q(source_id=ticket_id) | Q(target_id=ticket_id)
    first, *rest = (
        _sort("observer", Observer.objects.filter(ticket_id=ticket_id), one="agent_id", two="team_id"),
        _sort("category", TicketCategory.objects.filter(ticket_id=ticket_id), one="category_id"),
        _sort("draft", Draft.objects.filter(mine), word="kind", text="text"),
        _sort("kept", Draft.objects.filter(mine), word="kind", text="data"),
        _sort("email", ContactEmail.objects.filter(contact_id=contact_id), one="position", text="email"),
        _sort("phone", _dialled(contact_id), one="position", word="kind", text="whole"),
        _sort(
            *("messenger", ContactMessenger.objects.filter(contact_id=contact_id)),
            one="position",
            word="kind",
            text="address",
        ),
        _sort("link", Link.objects.filter(linked), one="source_id", two="target_id", word="kind"),
        _sort("seen", Seen.objects.filter(mine), one="message_id"),
        _sort("read", ClientRead.objects.filter(ticket_id=ticket_id), one="message_id"),
        _sort(
            *("origin", Carried.objects.filter(target_id=ticket_id, message__ticket_id=ticket_id)),
            one="message_id",
            word="source__number",
        ),
        _sort("step", _steps(ticket_id), one="agent_id", word="kind", text="uid"),
    )
    return first.union(*rest, all=True)


def _steps(ticket_id: int) -> QuerySet[Operation]:
    batches = Event.objects.filter(ticket_id=ticket_id, batch_id__isnull=False).values("batch_id")
    return Operation.objects.filter(uid__in=batches, undone_at=None)


def _dialled(contact_id: int) -> QuerySet[ContactPhone]:
    phones = ContactPhone.objects.filter(contact_id=contact_id)
    return phones.annotate(whole=Concat("phone", Value(";"), "extension"))


def _phone(fact: _Fact) -> Phone:
    number, _mark, extension = fact.text.partition(";")
    return Phone(number, fact.word, extension)


def _sort(
    name: str, rows: QuerySet[Model], /, one: str = "", two: str = "", word: str = "", text: str = ""
) -> Rows:
    """These rows as facts: the columns named, nothing in the others, all of the same types."""
    return rows.order_by().values_list(
        Value(name, CharField()),
        Cast(F(one) if one else Value(None), BigIntegerField()),
        Cast(F(two) if two else Value(None), BigIntegerField()),
        Cast(F(word) if word else Value(""), CharField()),
        Cast(F(text) if text else Value(""), TextField()),
    )
