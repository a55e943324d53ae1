"""Telephone numbers: stored as E.164 (ITU-T), shown in the national way of writing."""

from __future__ import annotations

import re

import phonenumbers

DEFAULT_REGION = "RU"
_EXTENSION = re.compile(
    r"\s*[,;]?\s*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|extension|ext)\.?\s*(?=\d+\s*$)", re.I
)
"""How people write that more is to be dialled."""


def e164(number: str, region: str = DEFAULT_REGION) -> str:
    """`8 (900) 123-45-67` → `+79001234567`; empty when it is no possible number."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def split(number: str, region: str = DEFAULT_REGION) -> tuple[str, str]:
    """The number as `e164` gives it, and the extension behind it: `495 123-45-67 доб. 12` → `12`."""
    common = _EXTENSION.sub(" ext. ", number)
    found = e164(common, region)
    return found, (phonenumbers.parse(common, region).extension or "") if found else ""


def shown(number: str) -> str:
    """`+79001234567` → `+7 900 123-45-67`; anything unreadable is returned as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
