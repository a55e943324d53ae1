"""The list of tickets: one query for the rows, whatever their number; names come from memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, cast

from django.db.models import BigIntegerField, Q, TextField, Value

from otklik.core import clock
from otklik.core.cursors import Sorted, page_of
from otklik.core.paging import Order, Page
from otklik.core.prepared import Prepared, Rows, filled
from otklik.core.small import version
from otklik.fields.values import Custom
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.models import Draft, Seen
from otklik.tickets.queries.filtering import Filters, condition, shape_of
from otklik.tickets.queries.saved_views import Saved
from otklik.tickets.queries.views import DEFAULT, VIEWS, View

PAGE = 50
MAX_PAGE = 100

ORDERS: dict[str, Sorted] = {
    "urgent": Sorted(
        (Order("rank"), Order("priority_level", descending=True), Order("due_sort"), Order("id")),
        (int, int, datetime, int),
    ),
    "due": Sorted((Order("due_sort"), Order("id")), (datetime, int)),
    "waiting": Sorted((Order("rank"), Order("turn_since"), Order("id")), (int, datetime, int)),
    "updated": Sorted((Order("updated_at", descending=True), Order("id", descending=True)), (datetime, int)),
    "created": Sorted((Order("created_at", descending=True), Order("id", descending=True)), (datetime, int)),
}
ARCHIVE_ORDERS = ("updated", "created")
"""What the whole archive can be read in: groups and due times say nothing of what is done."""

COLUMNS = (
    "id",
    "number",
    "subject",
    "status_id",
    "priority_id",
    "priority_level",
    "type_id",
    "service_id",
    "team_id",
    "assignee_id",
    "stage_id",
    "processing_by_id",
    "processing_since",
    "processed_at",
    "rank",
    "turn",
    "turn_since",
    "due_at",
    "due_sort",
    "postponed_until",
    "created_at",
    "updated_at",
    "contact_name",
    "contact_email",
    "contact_phone",
    "company__name",
    "preview",
    "last_author",
    "last_by_client",
    "last_message_id",
    "files",
    "version",
    "is_open",
)


@dataclass(frozen=True)
class ListQuery:
    """A list as its address says: view, filters, order, place, and perhaps only these tickets. `custom`: the
    values of custom fields come along, which only lists that show some pay for. `saved`: the saved view the
    address names, which the others have been put together with; `columns`: those wanted instead of the
    reader's own."""

    view: str = DEFAULT
    filters: Filters = field(default_factory=Filters)
    sort: str = ""
    after: str = ""
    limit: int = PAGE
    only: Sequence[int] | None = None
    custom: bool = False
    saved: Saved | None = None
    columns: tuple[str, ...] = ()

    @property
    def the_view(self) -> View:
        """The view named, or the delivered default for a name that is none."""
        return VIEWS.get(self.view, VIEWS[DEFAULT])

    @property
    def order(self) -> str:
        """The order in force: urgent first over open tickets, newest change first in the archive."""
        if self.the_view.over_open:
            return self.sort if self.sort in ORDERS else "urgent"
        return self.sort if self.sort in ARCHIVE_ORDERS else "updated"


class ListRow(NamedTuple):
    """One ticket as a list shows it. Ids of small tables are resolved by whoever renders. A tuple: fifty of
    them are made for a page."""

    id: int
    number: str
    subject: str
    status_id: int
    priority_id: int
    priority_level: int
    type_id: int | None
    service_id: int | None
    team_id: int | None
    assignee_id: int | None
    stage_id: int | None
    processing_by_id: int | None
    processing_since: datetime | None
    processed_at: datetime | None
    rank: int
    turn: str
    turn_since: datetime
    due_at: datetime | None
    due_sort: datetime
    postponed_until: datetime | None
    created_at: datetime
    updated_at: datetime
    contact_name: str
    contact_email: str
    contact_phone: str
    company__name: str | None
    preview: str
    last_author: str
    last_by_client: bool
    last_message_id: int | None
    files: int
    version: int
    is_open: bool
    unread: bool = False
    draft: str = ""
    custom: Custom | None = None


Values = tuple[object, ...]
"""A row's `COLUMNS` as they were read, and its custom fields where they were asked for."""
_BEGINNINGS: Prepared[Values] = Prepared(lambda *row: row)
_MARKS: Prepared[tuple[int, int, str]] = Prepared(lambda ticket, message, text: (ticket, message, text))
WHOLE_AT_ONCE = 1000
_ID, _LAST, _WIDTH = COLUMNS.index("id"), COLUMNS.index("last_message_id"), len(COLUMNS)


def tickets_page(actor: Actor, query: ListQuery) -> Page[ListRow]:
    """A page of the list: two queries (rows; what was seen and drafts) for one row and for a hundred."""
    order = ORDERS[query.order]
    limit = max(1, min(query.limit, MAX_PAGE))
    plain = replace(query, after="", only=None)
    filtered = shape_of(actor, query.filters)
    if actor.is_agent and query == plain and filtered is not None:
        found = _beginning(actor, query, limit, filtered)
    else:
        found = list(_found(actor, query, limit))
    return page_of(marked(actor, found), order, limit)


def _beginning(actor: Actor, query: ListQuery, limit: int, filtered: Hashable) -> list[Values]:
    """The first page of a view, which every agent opens all day: its words are kept prepared."""

    def build(agent_id: int, moment: datetime) -> Rows:
        with clock.freeze(moment):
            return _found(replace(actor, agent_id=agent_id), query, limit, actor)

    shape = (
        actor.team_ids,
        actor.has(VIEW_ALL),
        query.the_view.code,
        query.order,
        limit,
        query.custom,
        filtered,
        version(),
    )
    return _BEGINNINGS.rows(build, actor.agent_id or 0, clock.now(), shape=shape)


def _found(actor: Actor, query: ListQuery, limit: int, reader: Actor | None = None) -> Rows:
    order = ORDERS[query.order]
    tickets = visible_to(actor).filter(_where(actor, query, reader))
    if query.after:
        tickets = tickets.filter(order.behind(query.after))
    columns = (*COLUMNS, "custom") if query.custom else COLUMNS
    return tickets.order_by(*order.expressions).values_list(*columns)[: limit + 1]


def _where(actor: Actor, query: ListQuery, reader: Actor | None = None) -> Q:
    view = query.the_view
    where = view.condition(actor) & condition(actor, query.filters, reader)
    if view.over_open:
        where &= Q(is_open=True)
    if query.only is not None:
        where &= Q(pk__in=list(query.only))
    return where


def whole_list(actor: Actor, query: ListQuery) -> Iterator[ListRow]:
    """All that a list holds, in its order, whatever its page: a thousand a query, and none twice though it
    be changed meanwhile. Nothing of what is new to the reader, or what they have begun to write."""
    order, taken, after = ORDERS[query.order], set[int](), ""
    while True:
        found = _found(actor, replace(query, after=after), WHOLE_AT_ONCE)
        page = page_of([_unmarked(row) for row in found], order, WHOLE_AT_ONCE)
        for row in page.rows:
            if row.id not in taken:
                taken.add(row.id)
                yield row
        if page.after is None:
            return
        after = page.after


def _unmarked(row: Values) -> ListRow:
    make: Callable[..., ListRow] = ListRow
    return make(*row[:_WIDTH], False, "", *row[_WIDTH:])


def ids_of_list(actor: Actor, query: ListQuery, most: int = 10_001) -> list[int]:
    """Row ids of all that a list holds, whatever its page; more than `most` are not looked for."""
    rows = visible_to(actor).filter(_where(actor, query)).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def marks_of(actor: Actor, ids: Sequence[int]) -> tuple[dict[int, int], dict[int, str]]:
    """By ticket: the last message this agent has seen, and what they have begun to write. One query."""
    if actor.agent_id is None or not ids:
        return {}, {}
    found = _MARKS.rows(_marks, actor.agent_id, *filled(ids))
    return (
        {ticket: message for ticket, message, _text in found if message},
        {ticket: text for ticket, message, text in found if not message},
    )


def marked(actor: Actor, rows: Sequence[Values]) -> list[ListRow]:
    """The rows as this agent sees them: with what is new to them, and what they have begun to write."""
    numbers = [(cast("int", row[_ID]), cast("int | None", row[_LAST]) or 0) for row in rows]
    seen, drafts = marks_of(actor, [pk for pk, _last in numbers])
    make: Callable[..., ListRow] = ListRow
    return [
        make(*row[:_WIDTH], last > seen.get(pk, 0), drafts.get(pk, ""), *row[_WIDTH:])
        for row, (pk, last) in zip(rows, numbers, strict=True)
    ]


def _marks(agent_id: int, *ids: int) -> Rows:
    """(ticket, message seen, nothing) and (ticket, 0, text of a draft)."""
    none, nothing = Value(0, BigIntegerField()), Value("", TextField())
    seen = Seen.objects.filter(agent_id=agent_id, ticket_id__in=ids)
    begun = Draft.objects.filter(agent_id=agent_id, ticket_id__in=ids)
    drafts = begun.annotate(message=none).values_list("ticket_id", "message", "text")
    return (
        seen.annotate(nothing=nothing)
        .values_list("ticket_id", "message_id", "nothing")
        .union(drafts, all=True)
    )
