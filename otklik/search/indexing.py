"""Keeping documents up to date: the reactions of search, and the sweeps that repair the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import replace

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from otklik.core.inserting import insert_or_renew
from otklik.core.models import Event
from otklik.core.reacting import later
from otklik.core.stems import SEARCH_VERSION
from otklik.search.document import Columns, Source, access, columns
from otklik.search.gathering import readers_of, source_of_new, sources
from otklik.search.models import Document
from otklik.search.papers.keeping import read_files
from otklik.search.papers.kinds import kind_of
from otklik.tickets.models import Ticket
from otklik.tickets.registered import JustRegistered, is_within_registration

STALE = 0
SWEEP_SECONDS = 30
AT_ONCE = 3_000
"""Characters of the first message that are indexed within the registration's own transaction."""
SEARCHED_FIELDS = frozenset({"subject", "contact", "company", "site", "contact_phone"})
OF_CLIENTS = frozenset({"name", "emails", "phones"})
"""What a document holds of its client."""

_unfinished: ContextVar[int | None] = ContextVar("otklik_unfinished_document", default=None)
"""The registration this thread has just indexed in part."""


def index_subject(event: Event) -> None:
    """Make a new ticket findable at once: number, subject, names and the beginning of the description.

    A `now` reaction to `ticket.registered`. A longer description and the text of files are left to
    `index_text`.
    """
    new = event.about
    found = [source_of_new(new)] if isinstance(new, JustRegistered) else sources([_ticket_of(event)])
    for source in found:
        short = _shortened(source)
        is_whole = short is source and not _has_papers(source)
        _write([columns(short)], SEARCH_VERSION if is_whole else STALE)
        _unfinished.set(None if is_whole else event.pk)


def has_more(event: Event) -> bool:
    """Whether `index_text` has work to do after this event.

    Not after a registration that `index_subject` took in whole, nor after an edit of other fields.
    """
    if event.kind == "ticket.registered":
        return _unfinished.get() == event.pk
    if event.kind == "ticket.edited":
        return any(change["field"] in SEARCHED_FIELDS for change in event.changes)
    return True


@later(network=True, wanted=has_more)
def index_text(event: Event) -> Callable[[], None]:
    """The whole document, after a message, a note or an edit.

    Files are read and words counted outside the transaction, so that SQLite's one writer does not wait for
    grammar.
    """
    return _prepared(_ticket_of(event))


def index_access(event: Event) -> None:
    """Who may read, after an assignment or a change of observers. A `now` reaction; no words are read."""
    if is_within_registration(event):
        return
    ticket_id = _ticket_of(event)
    present = Document.objects.filter(pk=ticket_id).values_list("access", flat=True).first()
    if present is None:
        return
    wanted = access(readers_of([ticket_id])[ticket_id])
    if wanted != present:
        Document.objects.filter(pk=ticket_id).update(access=wanted)


def is_said_of_client(event: Event) -> bool:
    """Whether a change of a client stands in the documents of their tickets."""
    return any(change["field"] in OF_CLIENTS for change in event.changes)


@later(wanted=is_said_of_client)
def forget_client(event: Event) -> None:
    """After a change of a contact or company: leave their tickets to `reindex_stale`."""
    side = "contact" if event.subject_kind == "contact" else "company"
    Document.objects.filter(**{f"ticket__{side}_id": event.subject_id}).update(search_version=STALE)


@later()
def forget_tickets(event: Event) -> None:
    """After tickets went to another client: leave them to `reindex_stale`, words and readers both."""
    Document.objects.filter(pk__in=list(event.data["tickets"])).update(search_version=STALE)


def reindex_stale(limit: int = 2_000) -> int:
    """Index again up to `limit` documents of an older version, newest tickets first; how many were done.

    A sweep. Each ticket is a transaction of its own, so that nobody waits for long; it ends early where files
    take their time.
    """
    stale = Document.objects.filter(search_version__lt=SEARCH_VERSION).order_by("-pk")
    return _index_each(stale.values_list("pk", flat=True)[:limit])


def index_missing(limit: int = 20_000) -> int:
    """Index up to `limit` tickets that have no document (brought from elsewhere); how many were done.

    Looks at every ticket: for a command or once a day.
    """
    document = Document.objects.filter(pk=OuterRef("pk"))
    missing = Ticket.objects.filter(~Exists(document)).order_by("-pk")
    return _index_each(missing.values_list("pk", flat=True)[:limit])


def index_now(ticket_ids: Collection[int], *, is_whole: bool = True) -> None:
    """Write the documents of these tickets as they are now, in the caller's transaction; those that are not
    whole stay stale."""
    _write([columns(source) for source in sources(ticket_ids)], SEARCH_VERSION if is_whole else STALE)


def _index_each(ticket_ids: Collection[int]) -> int:
    done, end = 0, time.monotonic() + SWEEP_SECONDS
    for ticket_id in list(ticket_ids):
        if time.monotonic() > end:
            break
        effect = _prepared(ticket_id)
        with transaction.atomic():
            effect()
        done += 1
    return done


def _prepared(ticket_id: int) -> Callable[[], None]:
    """Read and count now; what is returned writes it, or reads again should the ticket have gone on.

    The document's row is locked first: whoever writes last has read last. With files left to read the
    document stays stale, and the sweep goes on with it.
    """
    has_left = read_files(ticket_id)
    stamp = _stamp(ticket_id)
    ready = [columns(source) for source in sources([ticket_id])]

    def write() -> None:
        Document.objects.select_for_update().filter(pk=ticket_id).values_list("pk").first()
        if _stamp(ticket_id) == stamp:
            _write(ready, STALE if has_left else SEARCH_VERSION)
        else:
            index_now([ticket_id], is_whole=not has_left)

    return write


def _stamp(ticket_id: int) -> int | None:
    """The ticket's newest event: nothing searchable changes without one."""
    newest: int | None = Event.objects.filter(ticket_id=ticket_id).aggregate(newest=Max("pk"))["newest"]
    return newest


def _shortened(source: Source) -> Source:
    if not source.messages or len(source.messages[0].text) <= AT_ONCE:
        return source
    first = replace(source.messages[0], text=source.messages[0].text[:AT_ONCE])
    return replace(source, messages=(first,))


def _has_papers(source: Source) -> bool:
    return any(kind_of(name) for message in source.messages for name in message.files)


def _write(documents: Sequence[Columns], version: int) -> None:
    rows = [
        Document(
            ticket_id=document.ticket_id,
            search_version=version,
            words=document.words,
            access=document.access,
        )
        for document in documents
    ]
    for row in rows:
        insert_or_renew(row, "ticket", ("search_version", "words", "access"))


def _ticket_of(event: Event) -> int:
    if event.ticket_id is None:
        raise ValueError(f"{event} is about no ticket")
    return event.ticket_id
