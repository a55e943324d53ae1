"""Finding tickets. Who may see what is decided twice: by tokens in the index, and finally by `visible_to`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from otklik.core import paging
from otklik.core.errors import Invalid
from otklik.core.stems import stems
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.search import engines, likeness
from otklik.search.excerpts import READ, Excerpt, excerpt
from otklik.search.wording import Wording, understand
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.models import Message, MessageFile, Ticket, TicketNumber

LARGEST_PAGE = 100
ROUNDS = 5
"""How often a page is filled up when tickets were found that the actor may no longer see."""
LOOKED_AT = 60
"""Tickets alike by words, the newest ones, among which the most alike are chosen."""
LAST_READ = 11
"""Messages of a ticket that are looked through for an excerpt, beside the first."""
MOST_PAPERS = 100
"""Files that are looked through for excerpts, of all tickets of a page together."""
_NUMBER = re.compile(r"\[?[#№]?\s?([A-Za-z]{0,10}-?\d{1,12})\]?")


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that was found; `excerpt` is None when the words stand elsewhere than in a message."""

    ticket_id: int
    number: str
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Found:
    """Hits, newest ticket first; the cursor of the page after them; the ticket whose number was typed."""

    hits: Sequence[Hit]
    after: str | None
    exact: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ticket for the palette."""

    ticket_id: int
    number: str
    subject: str
    contact_name: str
    is_open: bool


def find(
    actor: Actor,
    words: str,
    *,
    limit: int = 50,
    after: str | None = None,
    typing: bool = False,
    where: Q | None = None,
    without: Sequence[str] = (),
) -> Found:
    """Tickets this actor may see in which everything typed is found; closed ones as well.

    Clients search what is public. `typing`: the last word may be a beginning. `where`: what else must be so,
    also of no words; `without`: words of which none may be there. `exact` is the number to go to when only a
    ticket's number was typed. `Invalid` for a cursor that is none.
    """
    wording = _understood(words, typing=typing)
    before = _position(after)
    limit = max(1, min(limit, LARGEST_PAGE))
    is_plain = where is None and not without
    if is_plain:
        numbers, more = _visible_page(actor, wording, limit, before) if wording.clauses else ({}, False)
    else:
        numbers, more = _narrowed_page(actor, wording, _banned(without), where or Q(), limit, before)
    excerpts = _excerpts(actor, wording, numbers) if wording.clauses else {}
    hits = [Hit(pk, number, excerpts.get(pk)) for pk, number in numbers.items()]
    next_page = paging.encode([hits[-1].ticket_id]) if more and hits else None
    return Found(hits, next_page, _exact(actor, words) if is_plain else None)


def suggest(
    actor: Actor, words: str, *, limit: int = 8, where: Q | None = None, without: Sequence[str] = ()
) -> Sequence[Suggestion]:
    """A few tickets for words that are still being typed: the number itself first, then those whose subject
    or client says it, then those that say it elsewhere; newest first in each. `where`, `without`: as in
    `find`."""
    wording = _understood(words, typing=True)
    most = LARGEST_PAGE // 2
    if where is None and not without:
        found = _found(actor, wording, most)
    else:
        found = list(_narrowed_page(actor, wording, _banned(without), where or Q(), most, None)[0])
    exact = _exact(actor, words)
    wanted = Q(pk__in=found) | (Q(number=exact) if exact else Q(pk=None))
    columns = ("pk", "number", "subject", "contact_name", "is_open")
    rows = [Suggestion(*row) for row in visible_to(actor).filter(wanted).values_list(*columns)]

    def order(row: Suggestion) -> tuple[bool, bool, int]:
        head = f"{row.number} {row.subject} {row.contact_name}"
        return row.number != exact, not _says(wording, head), -row.ticket_id

    return sorted(rows, key=order)[:limit]


def _understood(words: str, *, typing: bool) -> Wording:
    return understand(words, typing=typing, number_prefix=settings.NUMBER_PREFIX.get())


def _found(actor: Actor, wording: Wording, limit: int) -> list[int]:
    """Ids of the newest tickets that match, before anybody has looked whether they are open to the actor."""
    readers = _tokens(actor)
    if not wording.clauses or readers == []:
        return []
    return engines.matching(wording, readers, public_only=not _is_staff(actor), before=None, limit=limit)


def _banned(without: Sequence[str]) -> list[Wording]:
    return [wording for piece in without if (wording := _understood(piece, typing=False)).clauses]


def _visible_page(
    actor: Actor, wording: Wording, limit: int, before: int | None
) -> tuple[dict[int, str], bool]:
    """Ids and numbers of at most `limit` tickets in order, and whether there may be more behind them."""
    page: dict[int, str] = {}
    readers = _tokens(actor)
    if readers == []:
        return page, False
    for _round in range(ROUNDS):
        wanted = limit - len(page) + 1
        found = engines.matching(
            wording, readers, public_only=not _is_staff(actor), before=before, limit=wanted
        )
        visible = dict(visible_to(actor).filter(pk__in=found).values_list("pk", "number"))
        page |= {pk: visible[pk] for pk in found if pk in visible}
        if len(found) < wanted or len(page) > limit:
            break
        before = found[-1]
    kept = dict(list(page.items())[:limit])
    return kept, len(page) > limit


def _narrowed_page(
    actor: Actor, wording: Wording, banned: Sequence[Wording], where: Q, limit: int, before: int | None
) -> tuple[dict[int, str], bool]:
    """The same where more than words decides: the tables and the index are asked in one question."""
    public_only = not _is_staff(actor)
    tickets = visible_to(actor).filter(where)
    if wording.clauses:
        tickets = tickets.filter(pk__in=engines.MatchingIds(wording, public_only=public_only))
    for piece in banned:
        tickets = tickets.exclude(pk__in=engines.MatchingIds(piece, public_only=public_only))
    if before is not None:
        tickets = tickets.filter(pk__lt=before)
    found = list(tickets.order_by("-pk").values_list("pk", "number")[: limit + 1])
    return dict(found[:limit]), len(found) > limit


def _tokens(actor: Actor) -> list[str] | None:
    """One of these stands in every document the actor may see; None: no restriction."""
    if actor.has(VIEW_ALL):
        return None
    if actor.is_agent:
        return [f"a_{actor.agent_id}", *(f"t_{team}" for team in sorted(actor.team_ids))]
    tokens = [f"c_{actor.contact_id}"] if actor.is_contact else []
    tokens += [f"o_{company}" for company in sorted(actor.companies)]
    return tokens + [f"s_{site}" for site in sorted(actor.sites)]


def _is_staff(actor: Actor) -> bool:
    return actor.is_agent or actor.is_system


def _excerpts(actor: Actor, wording: Wording, ticket_ids: Collection[int]) -> dict[int, Excerpt]:
    texts = _texts(actor, ticket_ids)
    found = ((pk, excerpt(wording, said)) for pk, said in texts.items())
    return {pk: piece for pk, piece in found if piece is not None}


def _texts(actor: Actor, ticket_ids: Collection[int]) -> dict[int, list[str]]:
    """The beginnings of messages the actor may read, of each ticket the first and the last ones, and behind
    them of their files."""
    messages = Message.objects.filter(
        ticket_id__in=list(ticket_ids), cancelled_at__isnull=True, released_at__isnull=False
    )
    if not _is_staff(actor):
        messages = messages.filter(public=True)
    threads: dict[int, list[int]] = {}
    for ticket, pk in messages.order_by("ticket_id", "pk").values_list("ticket_id", "pk"):
        threads.setdefault(ticket, []).append(pk)
    chosen = [pk for thread in threads.values() for pk in dict.fromkeys([*thread[:1], *thread[-LAST_READ:]])]
    bodies = Message.objects.filter(pk__in=chosen).order_by("pk")
    files = MessageFile.objects.filter(message__in=messages, content_id="", file__blob__paper__text__gt="")
    papers = files.order_by("-pk").values_list(
        "message__ticket_id", Substr("file__blob__paper__text", 1, READ)
    )
    texts: dict[int, list[str]] = {}
    for ticket, text in bodies.values_list("ticket_id", Substr("body__text", 1, READ)):
        texts.setdefault(ticket, []).append(text or "")
    for ticket, text in papers[:MOST_PAPERS]:
        texts.setdefault(ticket, []).append(text)
    return texts


def _exact(actor: Actor, words: str) -> str | None:
    """The number of the ticket that was typed, with or without letters, brackets or an old prefix."""
    typed = _NUMBER.fullmatch(words.strip())
    if typed is None:
        return None
    number = typed.group(1).upper()
    ways = [number] if not number.isdigit() else [number, settings.NUMBER_PREFIX.get() + number]
    aliases = TicketNumber.objects.filter(number__in=ways).values("ticket_id")
    row = visible_to(actor).filter(Q(number__in=ways) | Q(pk__in=aliases)).order_by("pk").first()
    return row.number if row else None


def _says(wording: Wording, text: str) -> bool:
    return wording.matches(" ".join(stems(text)))


def _position(after: str | None) -> int | None:
    if not after:
        return None
    (position,) = paging.decode(after, 1)
    if not isinstance(position, int) or isinstance(position, bool):
        raise Invalid({"after": _("This page link is no longer valid. Open the list again.")})
    return position


def alike(actor: Actor, ticket: Ticket, *, limit: int = 6) -> Sequence[int]:
    """Ids of other tickets this actor may see in which most of what this one is about is said: those whose
    subjects share most first, then the newest; those that share nothing only where none does. Of the newest
    `LOOKED_AT` that fit; three queries."""
    first = Message.objects.filter(ticket=ticket, public=True).order_by("pk")
    text = first.values_list(Substr("body__text", 1, likeness.READ), flat=True).first() or ""
    words = likeness.telling_words(ticket.subject, text)
    wording = likeness.wording_of(words)
    if wording is None:
        return ()
    found = _found(actor, wording, LOOKED_AT)
    rows = visible_to(actor).filter(pk__in=found).exclude(pk=ticket.pk).values_list("pk", "subject")
    shares = {pk: likeness.shared(words, subject) for pk, subject in rows}
    ranked = sorted(shares, key=lambda pk: (-shares[pk], -pk))
    return [pk for pk in ranked if shares[pk] or not any(shares.values())][:limit]
