"""What a rule makes of a ticket, in words: fields of outcomes (`rules.tables.Outcome`), and their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.configuring.durations import spell
from otklik.tickets.queries.routes import stage_name
from otklik.tickets.queries.workflow import workflow
from otklik.web.people_words import agent_name, observer_name, team_name
from otklik.web.typography import localtime


def outcome_words(field: str, value: object) -> str:
    """A value of an outcome; empty for none."""
    show = _SHOWN.get(field, _plain)
    return show(value) if value is not None else ""


def outcome_label(field: str) -> str:
    """What a field of an outcome is called."""
    return _LABELS.get(field, lambda: field)()


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _moment(value: object) -> str:
    return (
        localtime(datetime.fromisoformat(str(value)), "short")
        + ", "
        + localtime(datetime.fromisoformat(str(value)), "clock")
    )


def _within(value: object) -> str:
    return spell(value) if isinstance(value, int) else ""


def _observers(value: object) -> str:
    told = (observer_name(one) for one in value) if isinstance(value, list) else ()
    return ", ".join(name for name in told if name)


def _recipients(value: object) -> str:
    """Who gets letters; one of several letters is counted."""
    told = Counter(_recipient(str(one)) for one in value) if isinstance(value, list) else Counter()
    return ", ".join(name if times == 1 else f"{name} ×{times}" for name, times in told.items())


def _recipient(key: str) -> str:
    kind, _colon, number = key.partition(":")
    if kind == "contact" and number.isdecimal():
        return _("the client")
    return agent_name(int(number)) or "—" if kind == "agent" and number.isdecimal() else key


def _status(value: object) -> str:
    found = workflow().by_code.get(str(value))
    return str(found.name) if found else str(value)


def _named(rows: Callable[[], Mapping[int, object]]) -> Callable[[object], str]:
    def show(value: object) -> str:
        each = value if isinstance(value, list) else [value]
        return ", ".join(str(rows()[pk]) for pk in each if isinstance(pk, int) and pk in rows())

    return show


_SHOWN: Mapping[str, Callable[[object], str]] = {
    "due_at": _moment,
    "react_by": _moment,
    "answer": _within,
    "assignee": agent_name,
    "team": team_name,
    "observer": _observers,
    "status": _status,
    "priority": _named(lambda: catalogue().priorities),
    "service": _named(lambda: catalogue().services),
    "type": _named(lambda: catalogue().types),
    "categories": _named(lambda: catalogue().categories),
    "stage": stage_name,
    "letters": _recipients,
    "kept_back": _recipients,
}
_LABELS: Mapping[str, Callable[[], str]] = {
    "due_at": lambda: _("Resolve by"),
    "react_by": lambda: _("Answer by"),
    "answer": lambda: _("Later answers within"),
    "assignee": lambda: _("Assignee"),
    "team": lambda: _("Team"),
    "observer": lambda: _("Observers"),
    "status": lambda: _("Status"),
    "priority": lambda: _("Priority"),
    "service": lambda: _("Service"),
    "type": lambda: _("Type"),
    "categories": lambda: _("Categories"),
    "stage": lambda: _("Stage"),
    "rating": lambda: _("Rating"),
    "letters": lambda: _("Letters"),
    "kept_back": lambda: _("Letters kept back"),
    "calls": lambda: _("Calls of other programs"),
    "notes": lambda: _("Notes"),
    "replies": lambda: _("Answers to the client"),
    "made": lambda: _("Tickets registered"),
}
