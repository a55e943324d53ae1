"""What pages send of a value that has parts: JSON text in one field of a form."""

from __future__ import annotations

import json


def parts(value: object, nothing: object) -> object:
    """The value as it came, of a page (JSON text) or a program (its parts as they are); `nothing` for none.

    Text that is no JSON stays what it is, for whoever reads it to say what is wrong with it.
    """
    if value in (None, ""):
        return nothing
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
