"""Actions that change a ticket's status and fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import listed
from otklik.automation.actions.doing import Action, Doing, Only, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.catalogue.models import Category, Priority, Service, TicketType
from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import One, Option, Several, Text, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.translated import Translated
from otklik.organisation import settings
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket, TicketCategory
from otklik.tickets.queries.workflow import workflow

WHAT = _("What it is")
_YEAR = 60 * 24 * 366


class _Coded(Protocol):
    pk: int
    code: str
    name: Translated
    hidden: bool


def options(rows: Callable[[], Iterable[_Coded]]) -> Callable[[], Sequence[Option]]:
    """Rows in memory as choices by code."""
    return lambda: [Option(row.code, str(row.name), row.hidden) for row in rows()]


def priority_of(code: object) -> Priority | None:
    """The urgency a step names."""
    return next((row for row in catalogue().priorities.values() if row.code == code), None)


def type_of(code: object) -> TicketType | None:
    """The type a step names."""
    return next((row for row in catalogue().types.values() if row.code == code), None)


def service_of(code: object) -> Service | None:
    """The service a step names."""
    return next((row for row in catalogue().services.values() if row.code == code), None)


def services() -> Sequence[Option]:
    """Services with the packages above them; a package itself is none."""
    known = catalogue()
    return [
        Option(row.code, " › ".join(str(step.name) for step in known.path_of(row)), row.hidden)
        for row in known.services.values()
        if not row.is_package
    ]


types = options(lambda: catalogue().types.values())
priorities = options(lambda: catalogue().priorities.values())
_categories = options(lambda: catalogue().categories.values())


def _statuses() -> Sequence[Option]:
    return [Option(row.code, str(row.name), not row.enabled) for row in workflow().statuses.values()]


def _ask_until() -> Sequence[str]:
    return [row.code for row in workflow().statuses.values() if row.asks_until]


def _set_status(doing: Doing, values: Values) -> None:
    minutes, until = values.get("for"), values.get("until")
    moment = datetime.fromisoformat(str(until)).replace(tzinfo=_zone()) if until else None
    if isinstance(minutes, int):
        moment = clock.now() + timedelta(minutes=minutes)
    why = str(values.get("why") or doing.name)
    commands.set_status(doing.actor, doing.ticket, str(values["status"]), until=moment, why=why)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE.get())


def _has_end(values: Values) -> None:
    status = workflow().by_code[str(values["status"])]
    if status.asks_until and not values.get("for") and not values.get("until"):
        raise Wrong(gettext("Status “%(name)s”: say for how long, or until when.") % {"name": status.name})


def _moment(typed: str) -> str:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=None).isoformat(timespec="minutes")
    except ValueError as error:
        raise Wrong(gettext("Enter day and time: 2026-12-01T09:00.")) from error


def _status_words(shown: Shown) -> str:
    if shown["for"]:
        return gettext("status “%(status)s” for %(for)s") % shown
    if shown["until"]:
        return gettext("status “%(status)s” until %(until)s") % shown
    return gettext("status “%(status)s”") % shown


def _set_priority(doing: Doing, values: Values) -> None:
    _edit(doing, Edit(priority=priority_of(values["priority"])))


def _raise(doing: Doing, _values: Values) -> None:
    """One step more urgent; what is the most urgent already stays."""
    now = Ticket.objects.only("priority_level").get(pk=doing.ticket.pk).priority_level
    above = [row for row in catalogue().priorities.values() if not row.hidden and row.level > now]
    if above:
        _edit(doing, Edit(priority=min(above, key=lambda row: row.level)))


def _set_type(doing: Doing, values: Values) -> None:
    _edit(doing, Edit(type=type_of(values["type"])))


def _set_service(doing: Doing, values: Values) -> None:
    _edit(doing, Edit(service=service_of(values["service"])))


def _label(doing: Doing, values: Values) -> None:
    """Together with what stands there; taking away wins."""
    known = catalogue().categories
    ids = TicketCategory.objects.filter(ticket_id=doing.ticket.pk).values_list("category_id", flat=True)
    codes = {known[pk].code for pk in ids} | set(map(str, listed(values.get("add"))))
    codes -= set(map(str, listed(values.get("remove"))))
    after: list[Category] = [row for row in known.values() if row.code in codes]
    _edit(doing, Edit(categories=after))


def _edit(doing: Doing, values: Edit) -> None:
    commands.edit(doing.actor, doing.ticket, values)


def _labelled(values: Values) -> None:
    if not values.get("add") and not values.get("remove"):
        raise Wrong(gettext("Categories: choose which to add or to take away."))


def _label_words(shown: Shown) -> str:
    add = gettext("add the category “%(add)s”") % shown if shown["add"] else ""
    remove = gettext("take away the category “%(remove)s”") % shown if shown["remove"] else ""
    return ", ".join(filter(None, (add, remove))) or gettext("categories")


declare(
    Action(
        "status",
        _("Status"),
        WHAT,
        _set_status,
        (
            Field("status", _("Status"), One(_statuses), required=True),
            Field("for", _("For how long"), Duration(high=_YEAR), _("If it asks until when: 4 h, 1:30.")),
            Field("until", _("Until"), Text(limit=32, check=_moment, type="datetime-local")),
            Field("why", _("Why"), Text(limit=200)),
        ),
        _status_words,
        _has_end,
        only={"for": Only("status", _ask_until), "until": Only("status", _ask_until)},
    ),
    Action(
        "priority",
        _("Priority"),
        WHAT,
        _set_priority,
        (Field("priority", _("Priority"), One(priorities), required=True),),
        lambda shown: gettext("priority “%(priority)s”") % shown,
    ),
    Action(
        "raise",
        _("Raise the priority"),
        WHAT,
        _raise,
        says=lambda _shown: gettext("raise the priority by one step"),
    ),
    Action(
        "type",
        _("Type"),
        WHAT,
        _set_type,
        (Field("type", _("Type"), One(types), required=True),),
        lambda shown: gettext("type “%(type)s”") % shown,
    ),
    Action(
        "service",
        _("Service"),
        WHAT,
        _set_service,
        (Field("service", _("Service"), One(services), required=True),),
        lambda shown: gettext("service “%(service)s”") % shown,
    ),
    Action(
        "categories",
        _("Categories"),
        WHAT,
        _label,
        (Field("add", _("Add"), Several(_categories)), Field("remove", _("Take away"), Several(_categories))),
        _label_words,
        _labelled,
    ),
)
