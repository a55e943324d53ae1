"""Clients that are probably one, and merges there were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from otklik.clients.access import VIEW_ALL, visible_companies, visible_contacts
from otklik.clients.commands.merge import UNDO_WITHIN
from otklik.clients.merging import Move, moves_of, taken_over, value_of
from otklik.clients.models import Company, CompanyPhone, Contact, ContactPhone, Merge
from otklik.core import clock
from otklik.core.configuring.kinds import Label
from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor

LIMIT = 50
MOST = 6
"""More of one name or phone are namesakes, or a switchboard."""


@dataclass(frozen=True)
class Alike:
    """Clients that share something; `why` says what."""

    why: Label
    value: str
    rows: Sequence[Company | Contact]


NAMED = 5
"""So many of the rows that move are named in a preview."""


@dataclass(frozen=True)
class Going:
    """Rows that move in a merge: what they are, how many, the first by their names, as far as the actor may
    read them."""

    label: Label
    number: int
    names: Sequence[str]

    @property
    def more(self) -> int:
        """How many there are besides those named; 0 where none is."""
        return self.number - len(self.names) if self.names else 0


@dataclass(frozen=True)
class Preview:
    """What a merge would do: what moves, (field, own value, the other's value, what stands after)."""

    moves: Sequence[Going]
    fields: Sequence[tuple[str, object, object, object]]


@dataclass(frozen=True)
class Standing:
    """The last merge into a client that can still be undone."""

    uid: str
    name: str
    at: datetime
    until: datetime
    agent_id: int | None
    moving: bool


def alike_companies(actor: Actor) -> Sequence[Alike]:
    """Companies with the same INN, name or phone, of those the actor may know of; at most fifty groups."""
    companies = visible_companies(actor).filter(hidden=False)
    found = [
        *_groups(companies, "inn", _("same INN")),
        *_groups(companies, "name_key", _("same name")),
        *_by_phone(companies, CompanyPhone, "company"),
    ]
    return _once(found)


def alike_contacts(actor: Actor) -> Sequence[Alike]:
    """Contacts with the same phone, or the same name in one company, of those the actor may know of."""
    contacts = visible_contacts(actor).filter(hidden=False).select_related("company")
    pairs = contacts.values("name_key", "company").annotate(n=Count("pk")).filter(n__gt=1, n__lte=MOST)
    named = [
        Alike(_("same name"), rows[0].name, rows)
        for pair in pairs.order_by("name_key")[:LIMIT]
        if (rows := list(contacts.filter(name_key=pair["name_key"], company=pair["company"]).order_by("pk")))
    ]
    return _once([*named, *_by_phone(contacts, ContactPhone, "contact")])


def likely_for(actor: Actor, client: Company | Contact) -> Sequence[tuple[Label, Company | Contact]]:
    """Who is probably the same as that one, and why, of those the actor may know of."""
    found = alike_companies(actor) if isinstance(client, Company) else alike_contacts(actor)
    alike: dict[int, tuple[Label, Company | Contact]] = {}
    for one in found:
        if client.pk in {row.pk for row in one.rows}:
            for row in one.rows:
                alike.setdefault(row.pk, (one.why, row))
    return [pair for pk, pair in alike.items() if pk != client.pk]


def preview(actor: Actor, survivor: Company | Contact, merged: Company | Contact) -> Preview:
    """What would happen, without doing it. One query for each kind of rows, one more for names."""
    kind = "company" if isinstance(survivor, Company) else "contact"
    moves = [_going(actor, move, survivor, merged) for move in moves_of(kind) if move.label]
    filled = taken_over(kind, survivor, merged)
    fields = [
        (name, before, value_of(merged, name), after) for name, (before, after) in sorted(filled.items())
    ]
    return Preview([one for one in moves if one.number], fields)


def last_merge(actor: Actor, survivor: Company | Contact) -> Standing | None:
    """What was merged last into a client the actor has in hand and can be parted again; for employees."""
    kind = "company" if isinstance(survivor, Company) else "contact"
    since = clock.now() - UNDO_WITHIN
    rows = Merge.objects.filter(kind=kind, survivor_id=survivor.pk, undone_at__isnull=True, at__gt=since)
    row = rows.order_by("-at", "-pk").first() if actor.is_agent else None
    if row is None:
        return None
    merged = type(survivor)._default_manager.get(pk=row.merged_id)
    return Standing(str(row.uid), merged.name, row.at, row.at + UNDO_WITHIN, row.agent_id, row.moving)


def get_merge_for(actor: Actor, uid: str) -> tuple[Merge, Company | Contact]:
    """A merge and its survivor, for who may know of that; `NotFound` otherwise."""
    row = Merge.objects.filter(uid=read_uid(uid)).first()
    if row is None:
        raise NotFound
    known: QuerySet[Company] | QuerySet[Contact] = (
        visible_companies(actor) if row.kind == "company" else visible_contacts(actor)
    )
    survivor = known.filter(pk=row.survivor_id).first()
    if survivor is None or not actor.is_agent:
        raise NotFound
    return row, survivor


def _going(actor: Actor, move: Move, survivor: Company | Contact, merged: Company | Contact) -> Going:
    ids = move.ids(survivor.pk, merged.pk)
    may_name = bool(ids and move.named) and (move.is_own or actor.has(VIEW_ALL))
    return Going(move.label, len(ids), move.names(ids[:NAMED]) if may_name else [])


def _groups(companies: QuerySet[Company], column: str, why: Label) -> Iterator[Alike]:
    counted = companies.exclude(**{column: ""}).values(column).annotate(n=Count("pk"))
    for row in counted.filter(n__gt=1, n__lte=MOST).order_by(column)[:LIMIT]:
        rows = list(companies.filter(**{column: row[column]}).order_by("pk"))
        yield Alike(why, rows[0].name if column == "name_key" else str(row[column]), rows)


def _by_phone(
    clients: QuerySet[Company] | QuerySet[Contact], phones: type[Model], side: str
) -> Iterator[Alike]:
    counted = phones._default_manager.filter(Q(**{f"{side}__in": clients})).values("phone")
    counted = counted.annotate(n=Count(side, distinct=True)).filter(n__gt=1, n__lte=MOST)
    for row in counted.order_by("phone")[:LIMIT]:
        rows: list[Company | Contact] = list(
            clients.filter(phones__phone=row["phone"]).order_by("pk").distinct()
        )
        yield Alike(_("same phone"), str(row["phone"]), rows)


def _once(found: Sequence[Alike]) -> list[Alike]:
    """Each set of clients once, for the first reason there is; with what tells them apart."""
    seen: dict[tuple[int, ...], Alike] = {}
    for one in found:
        seen.setdefault(tuple(row.pk for row in one.rows), one)
    kept = list(seen.values())[:LIMIT]
    rows: list[Company | Contact] = [row for one in kept for row in one.rows]
    if rows:
        prefetch_related_objects(rows, "phones", "domains" if isinstance(rows[0], Company) else "emails")
    return kept
