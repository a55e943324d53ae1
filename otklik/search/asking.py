"""What operators mean: conditions over tickets. A value that names nothing is said in words, and everything
else is looked for all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.finding import companies_called, people_called
from otklik.core import clock, text
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.search.operators import Parsed
from otklik.tickets.models import TicketNumber
from otklik.tickets.queries import workflow

OPEN, CLOSED = ("open", "открыта", "открытые"), ("closed", "закрыта", "закрытые")
OVERDUE, MINE = ("overdue", "просрочена", "просроченные"), ("mine", "моя", "мои")
UNASSIGNED = ("unassigned", "ничья", "ничьи")
FILE = ("file", "files", "файл", "файлы", "вложение", "вложения")
ME, NOBODY = ("me", "я", "мне"), ("none", "nobody", "никто", "нет")
TODAY, YESTERDAY = ("today", "сегодня"), ("yesterday", "вчера")

Named = tuple[int, str, str]
"""An id, a code, a name in the reader's language."""


@dataclass(frozen=True)
class Asked:
    """The words to find, words that must not be there, what else must be so, and what was not understood."""

    words: str
    without: Sequence[str] = ()
    where: Q | None = None
    problems: Sequence[str] = ()


class _Unknown(Exception):
    """The value names nothing; in words."""


def asked(actor: Actor, given: Parsed) -> Asked:
    """The operators as one condition, for whom they were typed (`is:mine`, days of their time zone)."""
    where, problems, understood = Q(), [], False
    for term in given.terms:
        try:
            found = _MEANINGS[term.operator](actor, term.value)
        except _Unknown as error:
            problems.append(str(error))
            continue
        where &= ~found if term.negated else found
        understood = True
    return Asked(given.words, given.without, where if understood else None, problems)


def named(operator: str) -> Sequence[Named]:
    """Everything the values of an operator can name; empty for one whose values are no names."""
    make = _TABLES.get(operator)
    return make() if make else ()


def fixed(operator: str) -> Sequence[Sequence[str]]:
    """The values that are words of their own, each in English and in Russian, English first."""
    return _FIXED.get(operator, ())


def _statuses() -> Sequence[Named]:
    return [(one.pk, one.code, str(one.name)) for one in workflow().statuses.values()]


def _teams() -> Sequence[Named]:
    return [(one.pk, one.code, str(one.name)) for one in staff().teams.values()]


def _types() -> Sequence[Named]:
    return [(one.pk, one.code, str(one.name)) for one in catalogue().types.values()]


def _services() -> Sequence[Named]:
    return [(one.pk, one.code, str(one.name)) for one in catalogue().services.values()]


def _priorities() -> Sequence[Named]:
    return [(one.pk, one.code, str(one.name)) for one in catalogue().priorities.values()]


def _agents() -> Sequence[Named]:
    return [(one.id, "", one.name) for one in staff().active()]


def _in_table(operator: str, unknown: Callable[[str], str]) -> Callable[[Actor, str], Q]:
    """By codes or names, several parted by commas; a name may be cut short."""

    def meaning(_actor: Actor, value: str) -> Q:
        ids: set[int] = set()
        for part in value.split(","):
            found = _fitting(named(operator), text.key(part))
            if not found:
                raise _Unknown(unknown(part.strip()))
            ids |= found
        return Q(**{f"{operator}_id__in": sorted(ids)})

    return meaning


def _fitting(rows: Iterable[Named], wanted: str) -> set[int]:
    """The one with this code or name; else all in whose name each word of it begins a word."""
    rows = list(rows)
    exact = {pk for pk, code, name in rows if wanted and wanted in (text.key(code), text.key(name))}
    if exact or not wanted:
        return exact
    return {pk for pk, _code, name in rows if _begins(text.key(name), wanted)}


def _begins(name: str, wanted: str) -> bool:
    parts = re.findall(r"\w+", name)
    return all(
        any(part.startswith(word) for part in parts) for word in re.findall(r"\w+", wanted) or [wanted]
    )


def _status(actor: Actor, value: str) -> Q:
    wanted = text.key(value)
    if wanted in OPEN or wanted in CLOSED:
        return _is(actor, value)
    return _in_table("status", lambda part: _("There is no status “%(value)s”.") % {"value": part})(
        actor, value
    )


def _assignee(actor: Actor, value: str) -> Q:
    wanted = text.key(value)
    if wanted in ME:
        return Q(assignee_id=actor.agent_id)
    if wanted in NOBODY:
        return Q(assignee__isnull=True)
    found = _fitting(_agents(), wanted)
    if not found:
        raise _Unknown(_("There is no employee “%(value)s”.") % {"value": value})
    return Q(assignee_id__in=sorted(found))


def _from(_actor: Actor, value: str) -> Q:
    """The client: a person or company by name, address or phone; an address nobody is known by."""
    return (
        Q(contact__in=people_called(value).values_list("pk", flat=True))
        | Q(company__in=companies_called(value))
        | Q(contact_email__iexact=value)
    )


def _is(actor: Actor, value: str) -> Q:
    wanted = text.key(value)
    meanings = {
        OPEN: Q(is_open=True),
        CLOSED: Q(is_open=False),
        OVERDUE: Q(is_open=True, due_sort__lt=clock.now()),
        MINE: Q(assignee_id=actor.agent_id),
        UNASSIGNED: Q(assignee__isnull=True),
    }
    for words, found in meanings.items():
        if wanted in words:
            return found
    raise _Unknown(
        _("“is:” knows open, closed, overdue, mine and unassigned, not “%(value)s”.") % {"value": value}
    )


def _has(_actor: Actor, value: str) -> Q:
    if text.key(value) not in FILE:
        raise _Unknown(_("“has:” knows only file, not “%(value)s”.") % {"value": value})
    return Q(files__gt=0)


def _number(_actor: Actor, value: str) -> Q:
    """By its beginning, the letters may be left out; an old number whole."""
    number = value.lstrip("№#").upper()
    if not re.fullmatch(r"[A-ZА-Я]{0,10}-?\d{1,12}", number):
        raise _Unknown(_("“%(value)s” is no number of a ticket.") % {"value": value})
    whole = number if not number[0].isdigit() else settings.NUMBER_PREFIX.get() + number
    aliases = TicketNumber.objects.filter(number__in=(number, whole)).values("ticket_id")
    return Q(number__startswith=whole) | Q(pk__in=aliases)


def _before(actor: Actor, value: str) -> Q:
    return Q(created_at__lt=_day(actor, value))


def _after(actor: Actor, value: str) -> Q:
    """That day itself included."""
    return Q(created_at__gte=_day(actor, value))


def _day(actor: Actor, value: str) -> datetime:
    """The beginning of a day in the actor's time zone: 2026-11-20, 20.11.2026, 20.11, today, yesterday."""
    zone = ZoneInfo(actor.time_zone)
    now = clock.now().astimezone(zone).date()
    wanted = text.key(value)
    if wanted in TODAY or wanted in YESTERDAY:
        day = now - timedelta(days=wanted in YESTERDAY)
    else:
        day = _date(wanted, now)
    return datetime.combine(day, time(), zone)


def _date(value: str, now: date) -> date:
    unknown = _Unknown(_("“%(value)s” is no date. Write it as 2026-11-20 or 20.11.2026.") % {"value": value})
    russian = re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", value)
    try:
        if russian:
            day, month, year = russian.groups()
            return date(int(year) if year else now.year, int(month), int(day))
        return date.fromisoformat(value)
    except ValueError:
        raise unknown from None


_TABLES: Mapping[str, Callable[[], Sequence[Named]]] = {
    "status": _statuses,
    "team": _teams,
    "type": _types,
    "service": _services,
    "priority": _priorities,
    "assignee": _agents,
}
_FIXED: Mapping[str, Sequence[Sequence[str]]] = {
    "is": (OPEN, CLOSED, OVERDUE, MINE, UNASSIGNED),
    "has": (("file", "файл"),),
    "assignee": (ME, NOBODY),
    "before": (TODAY, YESTERDAY),
    "after": (TODAY, YESTERDAY),
}
_MEANINGS: Mapping[str, Callable[[Actor, str], Q]] = {
    "status": _status,
    "from": _from,
    "assignee": _assignee,
    "team": _in_table("team", lambda part: _("There is no team “%(value)s”.") % {"value": part}),
    "type": _in_table("type", lambda part: _("There is no type “%(value)s”.") % {"value": part}),
    "service": _in_table("service", lambda part: _("There is no service “%(value)s”.") % {"value": part}),
    "priority": _in_table("priority", lambda part: _("There is no priority “%(value)s”.") % {"value": part}),
    "before": _before,
    "after": _after,
    "is": _is,
    "has": _has,
    "number": _number,
}
