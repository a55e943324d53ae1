"""What stands around a ticket on its card, in one query: watchers, categories, drafts, addresses, links, and
what the agent has seen of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from otklik.clients.models import ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.phones import Phone
from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.models import Draft, Link, Observer, Seen, Ticket, TicketCategory


@dataclass(frozen=True)
class Around:
    """`observers`: (agent, none) or (none, team), as row ids, like `categories`. `drafts`: begun texts by
    kind. `emails` and `phones` of the contact, the first one first, `messengers` with their kind.
    `links`: kind, number and subject of tickets the actor may see. `seen`: the last message this agent has
    had before them, 0 when never opened.
    """

    observers: Sequence[tuple[int | None, int | None]]
    categories: Sequence[int]
    drafts: Mapping[str, str]
    emails: Sequence[str]
    phones: Sequence[Phone]
    messengers: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str, str]]
    seen: int


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
        emails=[fact.text for fact in sorted(found["email"])],
        phones=[_phone(fact) for fact in sorted(found["phone"])],
        messengers=[(fact.word, fact.text) for fact in sorted(found["messenger"])],
        links=_links(actor, ticket, found["link"]),
        seen=next((fact.one or 0 for fact in found["seen"]), 0),
    )


def _links(actor: Actor, ticket: Ticket, both: Sequence[_Fact]) -> list[tuple[str, str, str]]:
    others = {link.one if link.two == ticket.pk else link.two: link.word for link in both}
    if not others:
        return []
    rows = visible_to(actor).filter(pk__in=[pk for pk in others if pk]).values_list("pk", "number", "subject")
    return [(others[pk], number, subject) for pk, number, subject in rows]


def _facts(ticket_id: int, contact_id: int, agent_id: int) -> Rows:
    mine = Q(agent_id=agent_id, ticket_id=ticket_id)
    linked = Q(source_id=ticket_id) | Q(target_id=ticket_id)
    first, *rest = (
        _sort("observer", Observer.objects.filter(ticket_id=ticket_id), one="agent_id", two="team_id"),
        _sort("category", TicketCategory.objects.filter(ticket_id=ticket_id), one="category_id"),
        _sort("draft", Draft.objects.filter(mine), word="kind", text="text"),
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
    )
    return first.union(*rest, all=True)


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
