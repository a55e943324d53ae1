"""What a saved view may be made of, checked before it is kept: an address is words, a view is data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.core import text
from otklik.core.translated import Translated
from otklik.fields.queries import MOST as MOST_FIELDS
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor
from otklik.people.commands.preferences import LANGUAGES, MOST_COLUMNS
from otklik.tickets.columns import all_columns
from otklik.tickets.queries.filtering import PLAIN, filters_from
from otklik.tickets.queries.listing import ORDERS
from otklik.tickets.queries.missing import missing
from otklik.tickets.queries.views import VIEWS

LONGEST, LONGEST_VALUE = 60, 200
Problems = dict[str, str]
"""Sentences by field: the checks add to them."""


def checked_name(names: Mapping[str, str], problems: Problems) -> Translated:
    """The name by language, on one line each."""
    found = {code: " ".join(text.storable(words).split()) for code, words in names.items()}
    filled = {code: words for code, words in found.items() if words}
    if not filled:
        problems["names"] = _("Give the view a name.")
    elif not set(filled) <= set(LANGUAGES):
        problems["names"] = _("Choose Russian or English.")
    elif any(len(words) > LONGEST for words in filled.values()):
        problems["names"] = _("At most %(n)s characters.") % {"n": LONGEST}
    return Translated(filled)


def checked_filters(actor: Actor, given: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Filters by name, the empty ones left out: names there are, values that can find something."""
    filled = {name: text.storable(value).strip() for name, value in given.items()}
    filled = {name: value for name, value in filled.items() if value}
    for name, value in filled.items():
        if name not in PLAIN and not name.startswith(PREFIX):
            problems[name] = _("There is no such filter.")
        elif len(value) > LONGEST_VALUE:
            problems[name] = _("At most %(n)s characters.") % {"n": LONGEST_VALUE}
    if sum(name.startswith(PREFIX) for name in filled) > MOST_FIELDS:
        problems["filters"] = _("At most %(n)s custom fields.") % {"n": MOST_FIELDS}
    found = filters_from(lambda name, nothing: filled.get(name, nothing), filled)
    for name in missing(actor, found):
        problems.setdefault(name, _("Nothing is called “%(code)s”.") % {"code": found.active[name]})
    return found.active


def checked_rest(
    actor: Actor, base: str | None, sort: str | None, columns: Sequence[str] | None, problems: Problems
) -> dict[str, object]:
    """The delivered view behind it, the order and the columns, as far as they are given."""
    if base is not None and base not in VIEWS:
        problems["base"] = _("Nothing is called “%(code)s”.") % {"code": base}
    if sort and sort not in ORDERS:
        problems["sort"] = _("Nothing is called “%(code)s”.") % {"code": sort}
    known = {column.code for column in all_columns(actor)} if columns else set()
    for code in columns or ():
        if code not in known:
            problems["columns"] = _("Nothing is called “%(code)s”.") % {"code": code}
    if columns and (len(columns) > MOST_COLUMNS or len(set(columns)) != len(columns)):
        problems["columns"] = _("Choose from the list.")
    given = {"base": base, "sort": sort, "columns": None if columns is None else list(columns)}
    return {name: value for name, value in given.items() if value is not None}
