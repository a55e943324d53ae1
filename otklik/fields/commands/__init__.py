"""Writes about custom fields: values of owners, and the index they are found by."""

from otklik.fields.commands.giving import (
    Door,
    Planned,
    filled,
    keep_index,
    keep_keys,
    keys_by_field,
    plan,
    refuse_unfilled,
)
from otklik.fields.commands.indexing import fill_index, start_indexing

__all__ = [
    "Door",
    "Planned",
    "fill_index",
    "filled",
    "keep_index",
    "keep_keys",
    "keys_by_field",
    "plan",
    "refuse_unfilled",
    "start_indexing",
]
