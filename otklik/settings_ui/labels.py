"""What fields of the log are called, and how their values are said, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.core import text
from otklik.core.configuring.kinds import Flag, Label, Lines, Number, One, Option, Several, Text
from otklik.core.configuring.shapes import Field, known
from otklik.organisation.queries import brands
from otklik.people.shapes import agents, teams
from otklik.settings_ui import calendar_form, dkim, mail_hook, mailbox_fields, provider_form
from otklik.settings_ui.presence_told import PRESENCE_TOLD
from otklik.web import ways

LONGEST = 200


class Said(NamedTuple):
    """A field's name, and its values in words."""

    label: str
    show: Callable[[object], str]


def said(kind: str, name: str) -> Said:
    """How a field of this kind of thing is told; one that no page knows by its own name."""
    found = _own(kind).get(name) or _shaped(kind, name)
    if found is None:
        return Said(name.replace("_", " "), _plain)
    return Said(_label_of(kind, found), lambda value: text.one_line(found.kind.show(value), LONGEST))


def _shaped(kind: str, name: str) -> Field | None:
    shape = known().get(kind)
    return shape.named(name) if shape else None


def _own(kind: str) -> Mapping[str, Field]:
    match kind:
        case "setting":
            return {**ways.by_key(), **{field.name: field for field in _UNASKED}}
        case "brand":
            return {field.name: field for field in _BRAND}
        case "account":
            return _MAILBOX
        case "template":
            return {field.name: field for field in _LETTER}
        case "oauth_client":
            return {field.name: field for field in provider_form.FIELDS}
        case "calendar":
            return {field.name: field for field in (*calendar_form.FIELDS, *_CALENDAR)}
    return {field.name: field for field in _OF_MAIL.get(kind, ())}


def _label_of(kind: str, field: Field) -> str:
    """Both sides of a mailbox have a server and a port: their heading stands before."""
    is_server = kind == "account" and field.name.partition(".")[0] in ("incoming", "outgoing")
    return f"{field.group}: {field.label}" if is_server else str(field.label)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _brands() -> Sequence[Option]:
    return [Option(row.pk, str(row.name), row.hidden) for row in brands()]


def _backlog() -> Sequence[Option]:
    return [
        Option("unseen", _("unread mail")),
        Option("all", _("all mail")),
        Option("none", _("only what comes from now on")),
    ]


def _as_it_is(line: str) -> str:
    return line


_IN: Label = gettext_lazy("Incoming mail")
_UNKNOWN_TO_FORM = (
    Field("name", gettext_lazy("Name for commands"), Text()),
    Field("sender_address", gettext_lazy("Sender's address"), Text()),
    Field("brand", gettext_lazy("Brand"), One(_brands)),
    Field("enabled", gettext_lazy("In use"), Flag()),
    Field("observer_agents", gettext_lazy("Employees who follow its tickets"), Several(agents)),
    Field("observer_teams", gettext_lazy("Teams that follow its tickets"), Several(teams)),
    Field("plus_addressing", gettext_lazy("Takes mail for name+anything"), Flag()),
    Field("incoming.every_seconds", gettext_lazy("Looked into every, seconds"), Number(), group=_IN),
    Field("incoming.backlog", gettext_lazy("Taken at the first look"), One(_backlog), group=_IN),
)
_UNASKED = (
    Field("notifications.silent", gettext_lazy("Letters that are switched off"), Lines(_as_it_is, "")),
)
_GRANT = Field("grant", gettext_lazy("Signed in at the provider"), Text())
_ADDRESS = Field("address", gettext_lazy("The address to enter"), Text())
_OF_MAIL = {
    "blocked_sender": (Field("active", gettext_lazy("Blocked"), Flag()),),
    "dkim_key": dkim.TOLD,
    "mail_hook": (*mail_hook.FIELDS, _ADDRESS),
    **PRESENCE_TOLD,
}
_BRAND = (Field("logo", gettext_lazy("Logo"), Text()),)
_LETTER = (
    Field("subject", gettext_lazy("Subject"), Text()),
    Field("text", gettext_lazy("Text"), Text(lines=3)),
)


def _column(name: str) -> str:
    """`incoming.host` stands in an event as `host`, `outgoing.host` as `smtp_host`."""
    side, _dot, own = name.rpartition(".")
    return f"smtp_{own}" if side == "outgoing" else own


_MAILBOX = {_column(field.name): field for field in (*mailbox_fields.FIELDS, *_UNKNOWN_TO_FORM, _GRANT)}


class _Weeks(Text):
    """Weeks of a calendar as its events keep them."""

    def show(self, value: object) -> str:
        weeks = value if isinstance(value, Sequence) else ()
        return "; ".join(_week(week) for week in weeks if isinstance(week, Mapping))


def _week(week: Mapping[str, object]) -> str:
    spans = week["spans"]
    days = zip(calendar_form.DAYS, spans if isinstance(spans, Sequence) else (), strict=False)
    told = ", ".join(f"{day} {words}" for day, words in days if words)
    return f"{week['from']}: {told}" if week["from"] else told


class _Days(Text):
    """Days that differ, as a calendar's events keep them: how many, and the dates."""

    def show(self, value: object) -> str:
        days = value if isinstance(value, Sequence) else ()
        return ", ".join(f"{day['date']} {day['spans'] or '–'}" for day in days if isinstance(day, Mapping))


_CALENDAR = (
    Field("weeks", gettext_lazy("The week"), _Weeks()),
    Field("days", gettext_lazy("Days that differ"), _Days()),
    Field("holidays", gettext_lazy("Holidays that were loaded"), Text()),
)
