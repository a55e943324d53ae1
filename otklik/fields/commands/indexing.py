"""Filling the index of a field that lists are to be filtered by, and emptying that of one they are not."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from otklik.core import clock, small
from otklik.core.timers import set_timer
from otklik.fields.commands.giving import index_rows
from otklik.fields.enums import Kind
from otklik.fields.models import CustomField, FieldIndex
from otklik.fields.owners import COLUMN, owners
from otklik.fields.seeking import Key, keys_of
from otklik.fields.values import Value

BATCH = 1000
"""Ids of owners that are looked through in one transaction; with or without values."""
TIMER = "fields.fill_index"


def start_indexing(field: CustomField) -> None:
    """Have the queue fill the field's index, or empty it, from the first owner on. In the caller's
    transaction; a run that is under way begins again."""
    set_timer(f"field-index:{field.pk}", TIMER, clock.now(), {"field": field.pk, "after": 0})


@transaction.atomic
def fill_index(field_id: int, after: int) -> None:
    """One batch of the owners behind the id `after`, then a timer for the next one; last of all the field is
    offered as a filter. Killed between, it goes on where it was; a batch done twice writes the same.

    The owners are locked: a command that changes one of them meanwhile waits, and its own keys stand. The
    field is not: a command that holds an owner writes keys, and a key asks for the field it leads to.
    """
    field = CustomField.objects.filter(pk=field_id).first()
    if field is None:
        return
    if not field.filterable:
        _empty(field, after)
        return
    model = owners()[field.owner].model
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    until = after + BATCH
    rows = model._default_manager.filter(pk__gt=after, pk__lte=until, **{f"{COLUMN}__isnull": False})
    found = list(rows.select_for_update().order_by("pk").values_list("pk", COLUMN))
    _write(field, found)
    if until < last:
        _next(field, until)
        return
    if CustomField.objects.filter(pk=field.pk, filterable=True, is_indexed=False).update(is_indexed=True):
        small.bump()


def _write(field: CustomField, found: list[tuple[int, dict[str, Value] | None]]) -> None:
    kind = Kind(field.kind)
    by_owner: dict[int, list[Key]] = {
        pk: keys_of(kind, (custom or {}).get(field.key)) for pk, custom in found
    }
    FieldIndex.objects.filter(field=field, owner_id__in=list(by_owner)).delete()
    rows = [row for pk, keys in by_owner.items() for row in index_rows({field.pk: keys}, pk)]
    FieldIndex.objects.bulk_create(rows, batch_size=500)


def _empty(field: CustomField, after: int) -> None:
    """Keys that nobody looks for any more, some thousand at a time."""
    old = list(FieldIndex.objects.filter(field=field).values_list("pk", flat=True)[: BATCH * 5])
    FieldIndex.objects.filter(pk__in=old).delete()
    if len(old) == BATCH * 5:
        _next(field, after)


def _next(field: CustomField, after: int) -> None:
    set_timer(f"field-index:{field.pk}", TIMER, clock.now(), {"field": field.pk, "after": after})
