"""What is wrong with a value, in the reader's language: pydantic's kinds of faults as our own sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SENTENCES = {
    "missing": gettext_noop("This field is required."),
    "extra_forbidden": gettext_noop("There is no such field."),
    "string_type": gettext_noop("Send a text."),
    "string_too_short": gettext_noop("Fill in this field."),
    "string_too_long": gettext_noop("This is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_noop("There are characters here that cannot stand here."),
    "literal_error": gettext_noop("Send one of: %(expected)s."),
    "list_type": gettext_noop("Send a list."),
    "too_long": gettext_noop("These are too many: at most %(max_length)s."),
    "model_attributes_type": gettext_noop("Send an object."),
    "model_type": gettext_noop("Send an object."),
    "dict_type": gettext_noop("Send an object."),
    "uuid_type": gettext_noop("Send a uid."),
    "uuid_parsing": gettext_noop("Send a uid."),
    "int_type": gettext_noop("Send a whole number."),
    "int_parsing": gettext_noop("Send a whole number."),
    "int_parsing_size": gettext_noop("Send a whole number."),
    "int_from_float": gettext_noop("Send a whole number."),
    "greater_than_equal": gettext_noop("Send at least %(ge)s."),
    "less_than_equal": gettext_noop("Send at most %(le)s."),
    "datetime_type": gettext_noop("Send a moment with its time zone, such as 2026-12-01T09:00:00+03:00."),
    "datetime_parsing": gettext_noop("Send a moment with its time zone, such as 2026-12-01T09:00:00+03:00."),
    "datetime_from_date_parsing": gettext_noop(
        "Send a moment with its time zone, such as 2026-12-01T09:00:00+03:00."
    ),
    "datetime_object_invalid": gettext_noop(
        "Send a moment with its time zone, such as 2026-12-01T09:00:00+03:00."
    ),
    "timezone_aware": gettext_noop("Send a moment with its time zone, such as 2026-12-01T09:00:00+03:00."),
    "value_error": gettext_noop("This value is out of bounds."),
}


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """The sentence for a fault of pydantic (its `type` and `ctx`); a general one for a rare kind."""
    text = _SENTENCES.get(kind)
    return _(text) % facts if text else _("This value cannot be read.")
