"""`/status`: the link to a request, mailed to whoever knows its number at the address it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.channels.form.settings import IS_OPEN
from otklik.core import text
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.notifications.commands import request_link
from otklik.organisation.queries import brand_of_host
from otklik.tickets.queries.personal import whole_number
from otklik.web.errors import too_many
from otklik.web.limits import within
from otklik.web.portal_frame import frame_for

EACH_HOUR = 30
EACH_NUMBER = 10
HOUR = 3600
SOMEBODY = ActorRef(ActorKind.ANONYMOUS, None, Via.PORTAL)


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form; a POST mails the link. The same words whether number and address belong together or not."""
    number = request.POST.get("number", "").strip()[:40]
    email = request.POST.get("email", "").strip()[:254]
    if request.method != "POST":
        return _page(request, request.GET.get("number", "")[:40], "")
    problems = _missing(number, email)
    if problems:
        return _page(request, number, email, problems)
    if not within(request, "status", EACH_HOUR, HOUR) or not within(
        request, "status.number", EACH_NUMBER, HOUR, whom=whole_number(number)
    ):
        return too_many(request)
    request_link(SOMEBODY, number, email)
    return _page(request, number, email, sent=True)


def _missing(number: str, email: str) -> dict[str, str]:
    problems = {}
    if not number:
        problems["number"] = _("Write the number: it is in every letter of ours.")
    if not text.email_key(email):
        problems["email"] = _("Write the whole address, such as name@company.com.")
    return problems


def _page(
    request: HttpRequest,
    number: str,
    email: str,
    problems: Mapping[str, str] = MappingProxyType({}),
    *,
    sent: bool = False,
) -> HttpResponse:
    context = {
        "portal": frame_for(None, brand=brand_of_host(request.get_host())),
        "number": number,
        "email": email,
        "problems": problems,
        "sent": sent,
        "is_open": IS_OPEN.get(),
    }
    return render(request, "portal/status.html", context, status=422 if problems else 200)
