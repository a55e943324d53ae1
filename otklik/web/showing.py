"""From rows and ids to words, glyphs and addresses: everything templates need and nothing of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core import phone
from otklik.fields.wording import teller
from otklik.people.actor import Actor
from otklik.people.queries import AgentInfo, staff
from otklik.tickets.columns import DELIVERED, Column
from otklik.tickets.enums import OPEN_STATES, Turn
from otklik.tickets.lifecycle import nearest_due
from otklik.tickets.queries import ListRow, workflow
from otklik.tickets.queries.routes import routes
from otklik.web.addresses import address_of_page
from otklik.web.moments import Moments, reading
from otklik.web.processing_words import PROCESSING as _PROCESSING
from otklik.web.turns import waiting_words
from otklik.web.typography import grouped, initials

if TYPE_CHECKING:
    from otklik.tickets.models import Status
    from otklik.tickets.queries.workflow import Workflow

SOON = timedelta(minutes=60)


class Due(NamedTuple):
    """A promised time as the pill shows it."""

    kind: str
    text: str
    left: int
    at: str


NO_DUE = Due("none", "", 0, "")
_NO_CELLS: Mapping[str, str] = MappingProxyType({})


def value_of(agent: AgentInfo | None) -> str:
    """What stands for an employee in a box of people, as `choosing.chosen_assignee` reads it."""
    return f"agent:{agent.uid}" if agent else ""


class Who(NamedTuple):
    """An employee as rows show them. `value`: their option in the box of assignees; `name` is short."""

    value: str
    name: str
    initials: str
    key: int


NOBODY = Who("", "", "", 0)


class Row(NamedTuple):
    """One ticket of a list, in words and addresses; `row_markup.ticket_row` draws it. A tuple: fifty of them
    are made for a page.

    `turn`: `unread`, `ours` (the client waits, seen) or nothing. `columns`: its cells behind the tick;
    `more`: the words of those that hold words alone. `author` and `preview`: of the last message,
    or of the agent's own draft. `status_allowed`: codes its box offers. `updated_at`: ISO.
    """

    number: str
    digits: str
    href: str
    version: int
    subject: str
    turn: str
    priority_label: str
    priority_glyph: str
    files: int
    author: str
    preview: str
    draft: bool
    client: str
    contact: str
    status_value: str
    status_label: str
    status_glyph: str
    status_tone: str
    status_url: str
    status_allowed: str
    who: Who
    who_url: str
    due: Due
    updated_at: str
    updated_text: str
    updated_title: str
    group: str
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = DELIVERED
    more: Mapping[str, str] = _NO_CELLS
    who_note: str = ""


def who_is(agent: AgentInfo) -> Who:
    """An employee for a row."""
    return Who(value_of(agent), agent.short_name, initials(agent.name), agent.id)


def rows_of(
    actor: Actor, rows: Iterable[ListRow], query: Mapping[str, str], columns: Sequence[Column] = ()
) -> list[Row]:
    """Rows of a list; `query` is its own address, so that a change answers with the same list's row.

    `columns`: those chosen; none: the delivered ones.
    """
    drawing = _Drawing(actor, query, columns)
    return [drawing.row(row) for row in rows]


class _Drawing:
    """What is the same for all rows of a list, found once: a list asks fifty times."""

    def __init__(self, actor: Actor, query: Mapping[str, str], columns: Sequence[Column] = ()) -> None:
        flow = workflow()
        self.base = address_of_page("desk-tickets")
        self.me, self.you = actor.name, _("You")
        self.told = reading()
        self.tail = "?" + urlencode({**query, "from": "list"})
        self.statuses = {s.pk: (s, str(s.name)) for s in flow.statuses.values()}
        self.priorities = {p.pk: (str(p.name), p.glyph) for p in catalogue().priorities.values()}
        self.agents = staff().agents
        self.known: dict[int, Who] = {}
        self.columns = tuple(column.code for column in columns) or DELIVERED
        self.own = [(c.code, c.field.key, teller(c.field)) for c in columns if c.field is not None]
        self.more = [(c.code, self._words_of(c.code)) for c in columns if c.is_own and c.field is None]
        self.flow, self.actor = flow, actor
        self.allowed: dict[tuple[int, int | None], str] = {}

    def row(self, row: ListRow) -> Row:
        """One ticket."""
        status, status_name = self.statuses[row.status_id]
        priority_name, priority_glyph = self.priorities[row.priority_id]
        href = f"{self.base}/{row.number}"
        return Row(
            number=row.number,
            digits=digits(row.number),
            href=href,
            version=row.version,
            subject=row.subject,
            turn=_turn(row),
            priority_label=priority_name,
            priority_glyph=priority_glyph,
            files=row.files,
            author=self._author(row),
            preview=row.draft or row.preview,
            draft=bool(row.draft),
            client=row.company__name or "",
            contact=row.contact_name or row.contact_email or phone.shown(row.contact_phone),
            status_value=status.code,
            status_label=status_name,
            status_glyph=status.glyph,
            status_tone=status.color,
            status_url=f"{href}/status{self.tail}",
            status_allowed=self._allowed(row, status),
            who=self._who(row.assignee_id or 0),
            who_url=f"{href}/assignment{self.tail}",
            due=self._due(row, status) if row.is_open else NO_DUE,
            updated_at=row.updated_at.isoformat(),
            updated_text=self.told.since(row.updated_at),
            updated_title=self.told.local(row.updated_at),
            group=str(row.rank),
            columns=self.columns,
            more=self._more(row) if self.own or self.more else _NO_CELLS,
        )

    def _allowed(self, row: ListRow, status: Status) -> str:
        key = (status.pk, row.type_id if self.flow.only else None)
        if key not in self.allowed:
            self.allowed[key] = _allowed(self.actor, self.flow, status, key[1])
        return self.allowed[key]

    def _due(self, row: ListRow, status: Status) -> Due:
        nearest, until = nearest_due(row.due_sort, row.created_at), row.postponed_until
        return _due(self.told, nearest, row.created_at, paused=status.pauses_clocks, until=until)

    def _who(self, agent_id: int) -> Who:
        known = self.known.get(agent_id)
        if known is None:
            agent = self.agents.get(agent_id)
            known = self.known[agent_id] = who_is(agent) if agent else NOBODY
        return known

    def _more(self, row: ListRow) -> dict[str, str]:
        """The words of the cells that hold words alone."""
        have = (row.custom or {}).get
        told = {code: tell(value) if (value := have(key)) is not None else "" for code, key, tell in self.own}
        if self.more:
            told |= {code: words(row) for code, words in self.more}
        return told

    def _words_of(self, code: str) -> Callable[[ListRow], str]:
        """From a row to the words of one cell that is no custom field's."""
        if code == "turn":
            return lambda row: waiting_words(Turn(row.turn), row.turn_since, row.service_id)
        if code in _PROCESSING:
            return partial(_PROCESSING[code], self.told)
        if code not in NAMED:
            return lambda row: self.told.local(row.created_at, "short")
        column, rows = NAMED[code]
        known = {pk: str(found) for pk, found in rows().items()}
        return lambda row: known.get(getattr(row, column) or 0, "")

    def _author(self, row: ListRow) -> str:
        if row.draft:
            return ""
        return self.you if row.last_author == self.me else _first_word(row.last_author)


NAMED: Mapping[str, tuple[str, Callable[[], Mapping[int, object]]]] = {
    "priority": ("priority_id", lambda: {pk: row.name for pk, row in catalogue().priorities.items()}),
    "type": ("type_id", lambda: {pk: row.name for pk, row in catalogue().types.items()}),
    "service": ("service_id", lambda: {pk: row.name for pk, row in catalogue().services.items()}),
    "team": ("team_id", lambda: {pk: row.name for pk, row in staff().teams.items()}),
    "stage": ("stage_id", lambda: {pk: row.name for pk, row in routes().stages.items()}),
    "processing_by": ("processing_by_id", lambda: {pk: row.short_name for pk, row in staff().agents.items()}),
}
"""Columns of a name: what holds its id, and the names by id."""


def _allowed(actor: Actor, flow: Workflow, status: Status, type_id: int | None) -> str:
    """Codes for the box of a row: the present one, and what follows by a press or by the form that asks for
    more; done work begins again with a reason, which the card asks for."""
    is_open = status.state in OPEN_STATES
    following = flow.next_for(actor, status.pk, type_id)
    codes = [s.code for s in following if is_open or s.state not in OPEN_STATES]
    return " ".join([status.code, *codes])


def due(at: datetime | None, created: datetime, *, paused: bool, until: datetime | None = None) -> Due:
    """How a due moment is shown: late, soon, calm with what is left in per cent, paused, or none."""
    return _due(reading(), at, created, paused=paused, until=until)


def _due(
    told: Moments, at: datetime | None, created: datetime, *, paused: bool, until: datetime | None
) -> Due:
    if until is not None:
        return Due("hold", _("until %(day)s") % {"day": told.local(until, "short")}, 0, "")
    if at is None:
        return NO_DUE
    if paused:
        return Due("hold", _("paused"), 0, "")
    left = at - told.now
    whole = max((at - created).total_seconds(), 1)
    share = max(0, min(100, round(100 * left.total_seconds() / whole)))
    if left < timedelta(0):
        return Due("late", f"−{told.span(left)}", 0, at.isoformat())
    if left < SOON:
        return Due("soon", told.span(left), share, at.isoformat())
    return Due("calm", _until(told, at, left), share, at.isoformat())


def _until(told: Moments, at: datetime, left: timedelta) -> str:
    """What is left today; else the day and the clock: `5 ч`, `завтра, 12:00`, `24 ноя, 12:00`."""
    days = told.days_from_now(at)
    if days == 0 or left < timedelta(hours=6):
        return told.span(left)
    day = _("tomorrow") if days == 1 else told.local(at, "short")
    return f"{day}, {told.local(at, 'clock')}"


def digits(number: str) -> str:
    """`INC48217` → `48 217`: lists show the digits alone, in groups of three."""
    plain = "".join(filter(str.isdigit, number))
    return grouped(int(plain)) if plain else number


def person(agent: AgentInfo | None) -> tuple[str, str, int]:
    """Name, initials and avatar key of an employee; empty for nobody."""
    return (agent.name, initials(agent.name), agent.id) if agent else ("", "", 0)


def _turn(row: ListRow) -> str:
    if not row.is_open:
        return ""
    if row.unread and (row.last_by_client or row.rank == 0):
        return "unread"
    return "ours" if row.rank == 0 else ""


def _first_word(name: str) -> str:
    return name.partition(" ")[0].rstrip(",;:")
