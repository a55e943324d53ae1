"""An action for every custom field of tickets: `{"do": "field.<key>", "value": …}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import agents
from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import provide
from otklik.core.configuring.kinds import Flag, Kind, One, Option, Several, Text
from otklik.core.configuring.shapes import Field
from otklik.fields.enums import Kind as FieldKind
from otklik.fields.queries import FieldInfo, fields_of
from otklik.fields.values import LONG, SHORT
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.custom import TICKET

_OWN = _("Own fields")
_NOT_GIVEN = frozenset({FieldKind.COMPANY, FieldKind.ASSET})
"""Kinds that name one of very many; no rule gives the same one to every ticket."""


def _actions() -> Iterator[Action]:
    for info in fields_of(TICKET.kind):
        if not info.hidden and info.kind not in _NOT_GIVEN:
            yield _of(info)


def _of(info: FieldInfo) -> Action:
    def perform(doing: Doing, values: Values) -> None:
        commands.edit(doing.actor, doing.ticket, Edit(fields={info.key: values.get("value")}))

    def says(shown: Shown) -> str:
        name = str(info.name)
        if not shown["value"]:
            return gettext("empty “%(field)s”") % {"field": name}
        return gettext("“%(field)s”: %(value)s") % {"field": name, "value": shown["value"]}

    field = Field("value", str(info.name), _kind(info), _("Empty: the field is emptied."))
    return Action(info.form_name, str(info.name), _OWN, perform, (field,), says)


def _kind(info: FieldInfo) -> Kind:
    if info.kind is FieldKind.FLAG:
        return Flag()
    if info.kind is FieldKind.MULTI:
        return Several(lambda: _options(info))
    if info.kind in (FieldKind.LIST, FieldKind.TREE):
        return One(lambda: _options(info))
    if info.kind is FieldKind.AGENT:
        return One(agents)
    return Text(limit=LONG, lines=4) if info.kind is FieldKind.LONG else Text(limit=SHORT)


def _options(info: FieldInfo) -> Sequence[Option]:
    return [Option(one.code, str(one.name), one.hidden) for one in info.options]


provide(_actions)
