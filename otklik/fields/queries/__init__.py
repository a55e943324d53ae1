"""Reads about custom fields."""

from otklik.fields.queries.asking import (
    asked_of,
    choices_of,
    fillable,
    filters_of,
    meant_by,
    readable,
    required_of,
    rule_of,
    seen_by,
    shown_in_lists,
)
from otklik.fields.queries.filtering import FROM, MOST, TO, condition, is_sought, wanted_in
from otklik.fields.queries.memory import (
    PREFIX,
    Bound,
    FieldInfo,
    OptionInfo,
    by_key,
    field_by_uid,
    fields_of,
)
from otklik.fields.queries.tables import cell, columns_of, parse

__all__ = [
    "FROM",
    "MOST",
    "PREFIX",
    "TO",
    "Bound",
    "FieldInfo",
    "OptionInfo",
    "asked_of",
    "by_key",
    "cell",
    "choices_of",
    "columns_of",
    "condition",
    "field_by_uid",
    "fields_of",
    "fillable",
    "filters_of",
    "is_sought",
    "meant_by",
    "parse",
    "readable",
    "required_of",
    "rule_of",
    "seen_by",
    "shown_in_lists",
    "wanted_in",
]
