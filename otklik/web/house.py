"""The installation's own settings (`ways`) as they stand and as they are sent, for their page and the API."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Several, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.organisation.settings import Declared, known
from otklik.web.ways import by_key

Value = bool | int | str | list[str]
CAPTIONS = ("surveys.captions_ru", "surveys.captions_en")
RATINGS = (5, 4, 3, 2, 1)


def standing() -> dict[str, object]:
    """The values in force of every setting that is asked, in the order of the form."""
    declared = known()
    return {key: _value(declared[key]) for key in by_key()}


def delivered() -> dict[str, object]:
    """The values nobody has changed."""
    declared = known()
    found = ((key, declared[key]) for key in by_key())
    return {key: one.delivered for key, one in found if isinstance(one, Declared)}


def read(given: Mapping[str, object]) -> dict[str, Value]:
    """What was sent, as settings take it; what is left out stays. `Invalid` names the settings."""
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    fields = by_key()
    for key, sent in given.items():
        field = fields.get(key)
        if field is None:
            problems[key] = _("There is no such setting.")
            continue
        try:
            values[key] = _stored(field, field.clean(sent))
        except Wrong as wrong:
            problems[key] = str(wrong)
    for key in CAPTIONS:
        words = values.get(key)
        if isinstance(words, list) and len(words) != len(RATINGS):
            problems[key] = _("Five words, one a line: from 5 down to 1.")
    if problems:
        raise Invalid(problems)
    return values


def _stored(field: Field, found: object) -> Value:
    """A choice of nothing is an empty text; the same several in another order are what stands."""
    if isinstance(found, bool | int | str):
        return found
    if not isinstance(found, list):
        return ""
    chosen = [str(one) for one in found]
    before = _value(known()[field.name])
    if isinstance(field.kind, Several) and isinstance(before, list):
        kept = [str(one) for one in before]
        return kept if sorted(kept) == sorted(chosen) else chosen
    return chosen


def _value(setting: object) -> object:
    return setting.get() if isinstance(setting, Declared) else None
