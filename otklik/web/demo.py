"""Demo logins on the sign-in page: only with demo data, only for a browser on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.people import demo


def demo_logins(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """(login, who it is) of the demo accounts in the order to try them, or nothing."""
    made = set(demo.logins())
    return [(login, who) for login, who in _known() if login in made and not is_refused(request, login)]


def is_refused(request: HttpRequest, login: str) -> bool:
    """A demo login asked for from another machine: its password is known to everybody."""
    return demo.is_refused(login, _addresses(request))


def _addresses(request: HttpRequest) -> list[str]:
    """The peer's address and whatever a proxy says it forwarded; an unreadable one counts as elsewhere."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    others = [address.strip() for address in forwarded if address.strip()]
    if "Forwarded" in request.headers:
        others.append("elsewhere")
    return [str(request.META.get("REMOTE_ADDR", "")), *others]


def _known() -> list[tuple[str, str]]:
    return [
        ("agent@demo.test", _("specialist of the IT team")),
        ("agent2@demo.test", _("a second specialist")),
        ("lead@demo.test", _("lead of the IT team")),
        ("dispatcher@demo.test", _("dispatcher, sees everything")),
        ("hr@demo.test", _("HR, takes orders of certificates")),
        ("admin@demo.test", _("administrator")),
        ("client@demo.test", _("client")),
        ("colleague@demo.test", _("the client's colleague")),
        ("manager@demo.test", _("their manager, sees the company's requests")),
        ("stranger@demo.test", _("client of another company")),
        ("barista@demo.test", _("barista of a café chain, scans the code on the machine")),
    ]
