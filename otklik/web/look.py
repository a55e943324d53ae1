"""How pages look to this reader: by the account of who is signed in, by cookies before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.people.commands import Preferences

if TYPE_CHECKING:
    from otklik.people.models import User

YEAR = 365 * 86400
_ZONES: Mapping[str, Callable[[], str]] = {
    "Europe/Kaliningrad": lambda: _("Kaliningrad"),
    "Europe/Moscow": lambda: _("Moscow"),
    "Europe/Samara": lambda: _("Samara"),
    "Asia/Yekaterinburg": lambda: _("Yekaterinburg"),
    "Asia/Omsk": lambda: _("Omsk"),
    "Asia/Novosibirsk": lambda: _("Novosibirsk"),
    "Asia/Krasnoyarsk": lambda: _("Krasnoyarsk"),
    "Asia/Irkutsk": lambda: _("Irkutsk"),
    "Asia/Yakutsk": lambda: _("Yakutsk"),
    "Asia/Vladivostok": lambda: _("Vladivostok"),
    "Asia/Magadan": lambda: _("Magadan"),
    "Asia/Kamchatka": lambda: _("Kamchatka"),
    "Europe/Minsk": lambda: _("Minsk"),
    "Asia/Almaty": lambda: _("Almaty"),
    "Asia/Tashkent": lambda: _("Tashkent"),
    "Asia/Tbilisi": lambda: _("Tbilisi"),
    "Asia/Yerevan": lambda: _("Yerevan"),
    "Europe/London": lambda: _("London"),
    "Europe/Berlin": lambda: _("Berlin"),
    "UTC": lambda: "UTC",
}


@dataclass(frozen=True)
class Look:
    """`theme`: light, dark or empty (the system's). `keys`: single letters are commands."""

    theme: str = ""
    dense: bool = False
    keys: bool = True


def look_of(request: HttpRequest) -> Look:
    """The look of this request's pages. The session's user must have been read: it costs no query then."""
    user = request.user
    if user.is_authenticated:
        return Look(user.theme, user.dense, user.keys)
    return look_of_cookies(request)


def look_of_cookies(request: HttpRequest) -> Look:
    """What this browser was told last; for pages before sign-in, and when nothing else can be read."""
    theme = request.COOKIES.get("theme", "")
    known = theme if theme in ("light", "dark") else ""
    return Look(known, request.COOKIES.get("density") == "compact")


def sent_preferences(post: Mapping[str, str], *, staff: bool) -> Preferences:
    """The preferences of a sent form; a box that is not ticked is not sent at all."""
    return Preferences(
        language=post.get("language", ""),
        theme=post.get("theme", ""),
        dense=post.get("dense") == "1" if staff else None,
        keys=post.get("keys") == "1" if staff else None,
        time_zone=post.get("time_zone", ""),
        quiet=_span(post) if staff else None,
        after_send=post.get("after_send", "") if staff else None,
    )


def _span(post: Mapping[str, str]) -> str:
    """Hours from two boxes, as they are kept; nothing typed is none."""
    begin, end = post.get("quiet_from", ""), post.get("quiet_until", "")
    return f"{begin}-{end}" if begin or end else ""


def remember(response: HttpResponse, wanted: Preferences) -> None:
    """Leave the choice with the browser too, so that the sign-in page and faults look the same."""
    if wanted.language:
        response.set_cookie("language", wanted.language, max_age=YEAR, samesite="Lax")
    if wanted.theme is not None:
        response.set_cookie("theme", wanted.theme, max_age=YEAR if wanted.theme else 0, samesite="Lax")
    if wanted.dense is not None:
        response.set_cookie("density", "compact" if wanted.dense else "", max_age=YEAR, samesite="Lax")


def choices(user: User, language: str) -> dict[str, object]:
    """What a page of preferences offers, with what is chosen now."""
    return {
        "languages": [("ru", "Русский", ""), ("en", "English", "")],
        "themes": [("", _("As in the system"), ""), ("light", _("Light"), ""), ("dark", _("Dark"), "")],
        "zones": zones_offered(user.time_zone),
        "language": language,
        "chosen": user,
    }


def zones_offered(standing: str = "") -> list[tuple[str, str]]:
    """Time zones to choose from, with their names; the one that stands is among them, whichever it is."""
    zones = list(_ZONES) if standing in ("", *_ZONES) else [standing, *_ZONES]
    return [(zone, _zone_name(zone)) for zone in zones]


def town_of(zone: str) -> str:
    """A time zone by its town, in the reader's language where it has one."""
    return _ZONES[zone]() if zone in _ZONES else zone.rpartition("/")[2].replace("_", " ")


def _zone_name(zone: str) -> str:
    """`Москва, UTC+3`: the city in words and the difference of this moment."""
    name = town_of(zone)
    minutes = int((clock.now().astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"{name}, UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if zone != "UTC" else "UTC"
