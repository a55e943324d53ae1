"""Filters by custom fields, as conditions on their owners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Exists, OuterRef, Q

from otklik.fields.enums import MEASURED, NEVER_FILTERED
from otklik.fields.models import FieldIndex
from otklik.fields.queries.asking import filters_of, rule_of
from otklik.fields.queries.memory import PREFIX, FieldInfo
from otklik.fields.seeking import Sought, sought
from otklik.people.actor import Actor

FROM, TO = ".from", ".to"
MOST = 10
"""Custom fields that one list is narrowed by: each is a question of its own."""


def wanted_in(get: Callable[[str, str], str], names: Iterable[str]) -> dict[str, str]:
    """What an address wants of custom fields, by key: `get(name, "")` gives the value of a name, `names` are
    all it has. The two ends of what is measured may come apart, as a form sends them: `field.<key>.from` and
    `.to`."""
    found = (name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))
    keys = dict.fromkeys(name.removesuffix(FROM).removesuffix(TO) for name in found)
    wanted = {key: value for key in keys if (value := _wanted(get, PREFIX + key))}
    return dict(list(wanted.items())[:MOST])


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


def is_sought(actor: Actor, one: FieldInfo, words: str) -> bool:
    """Whether these words want anything of a field that there could be: an option that has gone does not."""
    return (
        one.kind not in NEVER_FILTERED
        and not sought(rule_of(actor, one, past=True), words, one.below).is_nothing
    )


def _wanted(get: Callable[[str, str], str], name: str) -> str:
    low, high = get(name + FROM, "").strip(), get(name + TO, "").strip()
    between = low if low == high else f"{low}..{high}"
    return get(name, "").strip() or between


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
