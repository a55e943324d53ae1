"""What sites and equipment share when they are written: texts as stored, and changes with from and to."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from otklik.core.events import Change

PERSONAL = frozenset({"notes", "access_hours"})
"""Free texts may hold anybody's name or number: the event says that they changed, not how."""


def put(row: Model, values: Mapping[str, object]) -> list[Change]:
    """Set the columns that differ; what changed, from and to."""
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        field = name.removesuffix("_id")
        told = field not in PERSONAL
        changes.append(Change(field, _plain(before) if told else None, _plain(value) if told else None))
    return changes


def relink(row: Model, name: str, wanted: set[int]) -> list[Change]:
    """Make these rows (ids) the linked ones; what changed."""
    links = getattr(row, name)
    before = sorted(links.values_list("pk", flat=True))
    after = sorted(wanted)
    if before == after:
        return []
    links.set(after)
    return [Change(name, before, after)]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
