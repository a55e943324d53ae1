"""Filters by custom fields, as conditions on their owners."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q

from otklik.fields.enums import MEASURED, NEVER_FILTERED
from otklik.fields.models import FieldIndex
from otklik.fields.queries.asking import filters_of, rule_of
from otklik.fields.queries.memory import FieldInfo
from otklik.fields.seeking import Sought, sought
from otklik.people.actor import Actor


def condition(actor: Actor, owner: str, wanted: Mapping[str, str]) -> Q:
    """Owners whose fields have these values, by key: one semi-join for each field (see `values.sought`).

    A field the actor may not filter by, and words nobody can read, find nothing.
    """
    known = {one.key: one for one in filters_of(actor, owner)}
    found = Q()
    for key, words in wanted.items():
        one = known.get(key)
        found &= _one(actor, one, words) if one else Q(pk__in=())
    return found


def _one(actor: Actor, one: FieldInfo, words: str) -> Q:
    if one.kind in NEVER_FILTERED:
        return Q(pk__in=())
    wanted = sought(rule_of(actor, one, past=True), words, one.below)
    if wanted.is_nothing:
        return Q(pk__in=())
    rows = FieldIndex.objects.filter(field_id=one.id, owner_id=OuterRef("pk"))
    if wanted.is_empty:
        return ~Q(Exists(rows))
    return Q(Exists(rows.filter(_keys(one, wanted))))


def _keys(one: FieldInfo, wanted: Sought) -> Q:
    if wanted.texts:
        return Q(key_text__in=wanted.texts) if len(wanted.texts) > 1 else Q(key_text=wanted.texts[0])
    if one.kind not in MEASURED or wanted.low == wanted.high:
        return Q(key_num=wanted.low)
    from_low = Q(key_num__gte=wanted.low) if wanted.low is not None else Q(key_num__isnull=False)
    return from_low & Q(key_num__lte=wanted.high) if wanted.high is not None else from_low
