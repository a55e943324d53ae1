"""Giving values to an owner: for the commands that register and edit owners, in their transaction.

`plan` reads and checks what was given and says what changes; the owner's command writes `Planned.custom` into
its row, `Planned.changes` into its event, and calls `keep_index` once the row has an id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum

from django.db import connection
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Change
from otklik.fields.access import may_fill
from otklik.fields.enums import NEVER_FILTERED, WITH_OPTIONS, Must
from otklik.fields.models import CustomField, FieldIndex
from otklik.fields.queries import PREFIX, Bound, FieldInfo, asked_of, by_key, required_of, rule_of
from otklik.fields.seeking import Key, keys_of
from otklik.fields.values import Custom, Value, Wrong, read
from otklik.fields.wording import sentence
from otklik.people.actor import Actor

Keys = Mapping[int, Sequence[Key]]
"""The keys of one owner's values, by field id; none for a value that was taken away."""


class Door(Enum):
    """Where values come from: `FORM` asks for all a new owner needs, `EDIT` changes some of what stands."""

    FORM = "form"
    EDIT = "edit"


@dataclass(frozen=True)
class Planned:
    """What becomes of an owner's values. `custom`: the column; `keys`: by field id, of fields that changed;
    which of them the index holds is asked when they are written (`keep_keys`)."""

    custom: Custom | None
    changes: Sequence[Change] = ()
    keys: Keys = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes)


def plan(
    actor: Actor, owner: str, now: Custom | None, given: Mapping[str, object], bound: Bound, door: Door
) -> Planned:
    """What giving these values (key → anything a form or a program sends) to an owner of this kind does.

    `Invalid` names every wrong or missing one as `field.<key>`: a field that is not there, not asked for an
    owner of these types and services, or not the actor's to fill is told apart in no way.
    """
    before = dict(now or {})
    after = dict(before)
    problems: dict[str, str] = {}
    known = by_key(owner)
    for key, raw in given.items():
        one = known.get(key)
        if one is None or not may_fill(actor, one) or not (one.is_asked(bound) or key in before):
            problems[PREFIX + key] = _("There is no such field here.")
            continue
        try:
            after[key] = _value(actor, one, raw, before.get(key))
        except Wrong as wrong:
            problems[PREFIX + key] = sentence(wrong)
    for one in asked_of(actor, owner, bound):
        is_asked = door is Door.FORM or one.key in given
        if is_asked and required_of(actor, one) and after.get(one.key) is None:
            problems.setdefault(one.form_name, missing_words(one))
    if problems:
        raise Invalid(problems)
    changed = [key for key in given if after[key] != before.get(key)]
    custom = {key: value for key, value in after.items() if value is not None}
    return Planned(
        custom or None,
        [Change(PREFIX + key, before.get(key), after[key]) for key in changed],
        keys_by_field(owner, {key: after[key] for key in changed}),
    )


def filled(actor: Actor, owner: str, given: Mapping[str, object], bound: Bound) -> Custom:
    """What of these values `plan` would keep for a new owner: wrong ones, and those that are not asked for or
    not the actor's to fill, are left out. For a draft that is kept nowhere."""
    found: dict[str, Value] = {}
    for key, raw in given.items():
        one = by_key(owner).get(key)
        if one is None or not may_fill(actor, one) or not one.is_asked(bound):
            continue
        with suppress(Wrong):
            found[key] = _value(actor, one, raw, None)
    return {key: value for key, value in found.items() if value is not None}


def keys_by_field(owner: str, values: Custom) -> Keys:
    """The keys of these values, by field id; of fields that no list is ever narrowed by, none."""
    known = by_key(owner)
    found = [(one, value) for key, value in values.items() if (one := known.get(key))]
    return {one.id: keys_of(one.kind, value) for one, value in found if one.kind not in NEVER_FILTERED}


def keep_index(planned: Planned, owner_id: int, *, is_new: bool = False) -> None:
    """Write the keys of what changed, after the owner's row; at most three statements."""
    keep_keys({owner_id: planned.keys}, are_new=is_new)


def keep_keys(by_owner: Mapping[int, Keys], *, are_new: bool = False) -> None:
    """The same for several owners of one kind (id → keys): one question and one insert for all of them."""
    filtered = _filtered_by({field_id for keys in by_owner.values() for field_id in keys})
    rows = []
    for owner_id, keys in by_owner.items():
        kept = {field_id: found for field_id, found in keys.items() if field_id in filtered}
        if kept and not are_new:
            FieldIndex.objects.filter(field_id__in=list(kept), owner_id=owner_id).delete()
        rows += index_rows(kept, owner_id)
    FieldIndex.objects.bulk_create(rows, batch_size=500)


def index_rows(keys: Keys, owner_id: int) -> list[FieldIndex]:
    """The rows of one owner's values, not written yet."""
    return [
        FieldIndex(field_id=field_id, owner_id=owner_id, key_text=key.text, key_num=key.number)
        for field_id, found in keys.items()
        for key in found
    ]


def refuse_unfilled(actor: Actor, owner: str, custom: Custom | None, bound: Bound) -> None:
    """`NotPossible` naming what an employee has to fill before the work is done. What they may not see does
    not hold them up."""
    if not actor.is_agent:
        return
    there = custom or {}
    empty = [
        str(one.name)
        for one in asked_of(actor, owner, bound)
        if one.must is Must.DONE and there.get(one.key) is None
    ]
    if empty:
        raise NotPossible(_("Fill in before the work is done: %(fields)s.") % {"fields": ", ".join(empty)})


def missing_words(one: FieldInfo) -> str:
    """What is said when a required field is empty."""
    return (
        _("Choose: %(field)s.") % {"field": one.name}
        if one.kind in WITH_OPTIONS
        else (_("Fill in: %(field)s.") % {"field": one.name})
    )


def _filtered_by(field_ids: Collection[int]) -> set[int]:
    """Which of these fields are filterable now, kept so until the caller's transaction ends.

    Memory may be older than the moment a field became filterable, and the queue, which looks through what is
    committed, would pass this owner by. So the database is asked, and whoever changes a field (`rows.change`
    locks it) waits for those who are writing its values: PostgreSQL's weakest row lock does that, the one an
    insert into the index takes anyway. SQLite has one writer at a time.
    """
    if not field_ids:
        return set()
    rows = CustomField.objects.filter(pk__in=sorted(field_ids)).order_by("pk").values_list("pk", "filterable")
    if connection.vendor != "postgresql":
        return {pk for pk, is_filterable in rows if is_filterable}
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", parameters)
        return {pk for pk, is_filterable in cursor.fetchall() if is_filterable}


def _value(actor: Actor, one: FieldInfo, raw: object, now: Value) -> Value:
    """What was given, read. What stands already may stay: an option that is offered no more, a company this
    actor would not find."""
    if isinstance(now, dict) and raw in (now, now.get("uid"), now.get("name")):
        return now
    try:
        return read(rule_of(actor, one), raw)
    except Wrong:
        stays = read(rule_of(actor, one, past=True), raw)
        if stays != now:
            raise
        return stays
