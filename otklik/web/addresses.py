"""Addresses of pages without parts that vary, found once: a list needs its own thirty times a page."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=256)
def address_of_page(name: str) -> str:
    """Where the page of this name stands; `NoReverseMatch` for an unknown one."""
    return reverse(name)
