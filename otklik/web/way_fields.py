"""What most settings of the installation are in its form: a number, a switch."""

from __future__ import annotations

from otklik.core.configuring.kinds import Flag, Label, Number
from otklik.core.configuring.shapes import Field


def count(key: str, label: Label, hint: Label, group: Label, high: int = 1000) -> Field:
    """A number from nought to `high`."""
    return Field(key, label, Number(0, high), hint, required=True, group=group)


def switch(key: str, label: Label, hint: Label, group: Label) -> Field:
    """On or off."""
    return Field(key, label, Flag(), hint, group=group)
