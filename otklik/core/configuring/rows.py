"""Making, changing, hiding and ordering configured rows: each one event with from and to.

For commands that have checked the right (`people.commands.configure`); everything runs in their transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.core import small
from otklik.core.actors import ActorRef
from otklik.core.configuring.kinds import Words, Wrong
from otklik.core.configuring.shapes import Field, Shape, Values
from otklik.core.configuring.uses import uses_of
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.core.translated import Translated

Row = TypeVar("Row", bound=Model)
ORDER, HIDDEN = "order", "hidden"
"""Fields of events that no form has: the arrangement of rows (ids), and whether a row is history only."""


def read(shape: Shape[Row], row: Row) -> dict[str, object]:
    """The row's values as they stand, by field."""
    return {field.name: _read(field, row) for field in shape.fields}


def fingerprint(shape: Shape[Row], row: Row) -> str:
    """The version of a row: sixteen hexadecimal digits of everything an administrator can set in it."""
    whole = {**read(shape, row), HIDDEN: shape.is_hidden(row)}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()[:16]


def make(by: ActorRef, shape: Shape[Row], given: Values) -> Row:
    """A new row, last in its order. `Invalid` names the fields; writes the shape's event with what was
    given."""
    _refuse_strange(shape, given)
    whole = {field.name: field.default for field in shape.fields} | dict(given)
    whole |= {f.name: f.proposed() for f in shape.fields if f.propose and whole[f.name] in (None, "")}
    values = _cleaned(shape.fields, whole)
    _refuse_taken(shape, None, values)
    if shape.check:
        shape.check(None, values)
    row = shape.new(by, values) if shape.new else shape.model()
    if shape.is_ordered:
        _set(row, "position", _behind_all(shape, values))
    _put(shape, row, values)
    changes = [
        _change(field, None, values[field.name])
        for field in shape.fields
        if values[field.name] not in (None, "", [], {}, False)
    ]
    _tell(by, shape, row, changes, is_new=True)
    return row


def change(by: ActorRef, shape: Shape[Row], row: Row, given: Values, *, version: str = "") -> Row:
    """New values of some fields; what is left out stays. The same values change nothing.

    `Conflict` when the row is no longer as it was at `version` (its fingerprint then); `Invalid` names
    fields.
    """
    _refuse_strange(shape, given)
    locked = _locked(shape, row)
    _expect(shape, locked, version)
    before = read(shape, locked)
    fields = [field for field in shape.fields if field.name in given]
    after = before | _cleaned(fields, given)
    changed = [field for field in fields if after[field.name] != before[field.name]]
    if not changed:
        return locked
    _refuse_fixed(changed)
    _refuse_taken(shape, locked, {field.name: after[field.name] for field in changed})
    if shape.check:
        shape.check(locked, after)
    _put(shape, locked, after, changed)
    _tell(by, shape, locked, [_change(f, before[f.name], after[f.name]) for f in changed])
    return locked


def cleaned(shape: Shape[Row], row: Row | None, given: Values) -> dict[str, object]:
    """Every value as saving would have it, of a row or (None) a new one; nothing is written. `Invalid` as
    there."""
    _refuse_strange(shape, given)
    standing = read(shape, row) if row is not None else {f.name: f.default for f in shape.fields}
    asked = shape.fields if row is None else [field for field in shape.fields if field.name in given]
    values = standing | _cleaned(asked, standing | dict(given))
    if shape.check:
        shape.check(row, values)
    return values


def hide(by: ActorRef, shape: Shape[Row], row: Row, *, hidden: bool = True, version: str = "") -> Row:
    """Make a row history only, or bring it back. `NotPossible` while something holds it (see `uses`)."""
    locked = _locked(shape, row)
    _expect(shape, locked, version)
    if shape.hidden is None:
        raise NotPossible(_("This cannot be hidden."))
    if shape.is_hidden(locked) == hidden:
        return locked
    if hidden:
        _refuse_held(shape, locked)
    column, value = shape.hidden
    _set(locked, column, value if hidden else not value)
    locked.save(update_fields=[column])
    small.bump()
    _tell(by, shape, locked, [Change(HIDDEN, not hidden, hidden)])
    return locked


def arrange(by: ActorRef, shape: Shape[Row], ids: Sequence[int]) -> None:
    """Put these rows (siblings of one another) into this order; the others keep their places behind them."""
    if not shape.is_ordered:
        raise NotPossible(_("These have no order of their own."))
    rows = {row.pk: row for row in shape.model._default_manager.filter(pk__in=ids).order_by(*shape.order)}
    owners = {getattr(row, shape.siblings) for row in rows.values()} if shape.siblings else set()
    if set(rows) != set(ids) or len(set(ids)) != len(ids) or len(owners) > 1:
        raise Invalid({ORDER: _("The list has changed meanwhile. Look at it again.")})
    before = list(rows)
    if before == list(ids):
        return
    for position, pk in enumerate(ids):
        shape.model._default_manager.filter(pk=pk).update(position=position)
    small.bump()
    data = {"kind": shape.kind, "names": [shape.title(rows[pk])[:80] for pk in ids[:20]]}
    record(shape.event, by, Subject(shape.kind, None), changes=[Change(ORDER, before, list(ids))], data=data)


def holder_of(shape: Shape[Row], row: Row | None, field: Field, value: object) -> Row | None:
    """Which other row, hidden ones among them, has this value of a field that no two may share."""
    others = shape.model._default_manager.filter(**{field.column: value})
    return others.exclude(pk=row.pk if row is not None else None).first()


def _read(field: Field, row: Model) -> object:
    if field.read is not None:
        return field.read(row)
    if field.many:
        return sorted(getattr(row, field.column).values_list("pk", flat=True))
    value = getattr(row, field.column)
    texts = getattr(value, "texts", None)
    if isinstance(texts, Mapping):
        return {language: words for language, words in texts.items() if words}
    # A choice of nothing is an empty text in columns that are never null.
    return None if value == "" and field.kind.form == "one" else value


def _refuse_strange(shape: Shape[Row], given: Values) -> None:
    strange = sorted(set(given) - {field.name for field in shape.fields})
    if strange:
        raise Invalid({strange[0]: _("There is no such field.")})


def _cleaned(fields: Sequence[Field], given: Values) -> dict[str, object]:
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for field in fields:
        try:
            values[field.name] = field.clean(given[field.name])
        except Wrong as wrong:
            problems[field.name] = str(wrong)
    if problems:
        raise Invalid(problems)
    return values


def _refuse_fixed(changed: Sequence[Field]) -> None:
    fixed = [field.name for field in changed if field.is_fixed]
    if fixed:
        raise Invalid(dict.fromkeys(fixed, _("This is chosen once, when it is made.")))


def _refuse_taken(shape: Shape[Row], row: Row | None, values: Values) -> None:
    for field in shape.fields:
        value = values.get(field.name)
        if not field.is_unique or value in (None, ""):
            continue
        holder = holder_of(shape, row, field, value)
        if holder is not None:
            said = _("In use already: “%(title)s”. Choose another.") % {"title": shape.title(holder)}
            raise Invalid({field.name: said})


def _refuse_held(shape: Shape[Row], row: Row) -> None:
    if shape.may_hide:
        shape.may_hide(row)
    sole = next((f for f in shape.fields if f.is_sole and _read(f, row)), None)
    if sole is not None:
        raise NotPossible(_("It is the default one. Make another the default first."))
    holding = [found.words for found in uses_of(shape.kind, row.pk) if found.use.blocks]
    if holding:
        raise NotPossible(_("It is still in use: %(uses)s. Move them first.") % {"uses": ", ".join(holding)})


def _put(shape: Shape[Row], row: Row, values: Values, fields: Sequence[Field] | None = None) -> None:
    """Write the values, the columns that follow from them, then links to other rows."""
    wanted = list(shape.fields if fields is None else fields)
    linked = [field for field in wanted if field.many or field.write is not None]
    for field in wanted:
        _take_from_others(shape, row, field, values[field.name])
        if field not in linked:
            _set(row, field.column, _stored(field, values[field.name]))
    if shape.derive:
        shape.derive(row, values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # Somebody else took the name or code between the look and the write.
        first = next((field.name for field in shape.fields if field.is_unique), "")
        raise Invalid({first: _("This is in use. Choose another.")}) from error
    for field in linked:
        if field.write is not None:
            field.write(row, values[field.name])
        else:
            getattr(row, field.column).set(values[field.name])
    if shape.settle:
        shape.settle(row, values)
    small.bump()


def _stored(field: Field, value: object) -> object:
    if isinstance(field.kind, Words) and isinstance(value, Mapping):
        return Translated({str(language): str(words) for language, words in value.items()})
    return value


def _take_from_others(shape: Shape[Row], row: Row, field: Field, value: object) -> None:
    if not field.is_sole:
        return
    if row.pk is not None and _read(field, row) and not value:
        raise Invalid({field.name: _("One of them is always the default. Make another the default instead.")})
    if value:
        shape.model._default_manager.filter(**{field.column: True}).exclude(pk=row.pk).update(
            **{field.column: False}
        )


def _behind_all(shape: Shape[Row], values: Values) -> int:
    rows = shape.model._default_manager.all()
    if shape.siblings:
        rows = rows.filter(**{shape.siblings: values.get(shape.siblings.removesuffix("_id"))})
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else int(last) + 1


def _locked(shape: Shape[Row], row: Row) -> Row:
    return shape.model._default_manager.select_for_update().get(pk=row.pk)


def _expect(shape: Shape[Row], row: Row, version: str) -> None:
    if version and version != fingerprint(shape, row):
        raise Conflict(_("Somebody changed this meanwhile. Look at the new values and save again."))


def _change(field: Field, before: object, after: object) -> Change:
    return Change(field.name, None, None) if field.is_personal else Change(field.name, before, after)


def _tell(
    by: ActorRef, shape: Shape[Row], row: Row, changes: Sequence[Change], *, is_new: bool = False
) -> None:
    data: dict[str, object] = {"kind": shape.kind, "uid": str(getattr(row, "uid", ""))}
    if not any(field.is_personal for field in shape.fields):
        data["name"] = shape.title(row)[:120]
    if is_new:
        data["is_new"] = True
    record(shape.event, by, Subject(shape.kind, row.pk), changes=changes, data=data)


def _set(row: Model, column: str, value: object) -> None:
    setattr(row, column, value)
