"""Addresses of pages, each found once: a list needs its own thirty times, a card that of its ticket."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=256)
def address_of_page(name: str) -> str:
    """Where the page of this name stands; `NoReverseMatch` for an unknown one."""
    return reverse(name)


def address(name: str, args: Sequence[object] = ()) -> str:
    """Where the page stands for these parts; templates ask `url("desk-ticket", args=[…])`."""
    return _found(name, *args) if args else address_of_page(name)


@lru_cache(maxsize=4096)
def _found(name: str, *args: object) -> str:
    return reverse(name, args=args)
