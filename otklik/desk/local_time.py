"""What the clock shows at a client's."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone_name

from otklik.core import clock
from otklik.web.look import town_of

NIGHT_FROM, NIGHT_UNTIL = 21, 8
"""Nobody is called at these hours without need."""


def time_there(zone: str) -> tuple[str, str]:
    """The zone by its town, and what the clock shows there now; empty where it is ours."""
    if not zone or zone == get_current_timezone_name():
        return "", ""
    there = clock.now().astimezone(ZoneInfo(zone))
    return town_of(zone), f"{there.hour}:{there.minute:02}"


def is_night(zone: str) -> bool:
    """Whether it is late or early there."""
    if not zone:
        return False
    return not NIGHT_UNTIL <= clock.now().astimezone(ZoneInfo(zone)).hour < NIGHT_FROM
