"""Fields made by the commands of the settings page."""

from __future__ import annotations

from otklik.core.configuring.shapes import Values
from otklik.fields.models import CustomField, FieldOption
from otklik.people.actor import Actor
from otklik.people.commands import set_up
from otklik.web.setting_up import FIELD, OPTION


def field(by: Actor, key: str, kind: str = "text", *, owner: str = "ticket", **more: object) -> CustomField:
    """A field with this key, called like it."""
    name = {"ru": f"Поле {key}", "en": f"Field {key}"}
    values: Values = {"owner": owner, "kind": kind, "key": key, "name": name}
    return set_up(by, FIELD, {**values, **more})


def option(by: Actor, of: CustomField, code: str, parent: FieldOption | None = None) -> FieldOption:
    """An option with this code."""
    name = {"ru": f"Вариант {code}", "en": f"Option {code}"}
    values = {"field": of.pk, "code": code, "name": name, "parent": parent.pk if parent else None}
    return set_up(by, OPTION, values)
