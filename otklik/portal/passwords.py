"""`/invite/<signed>`: choosing the first password, or a new one; `/password`: asking for that link."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.errors import Invalid, NotPossible
from otklik.organisation.queries import brand_of_host
from otklik.people.commands import accept_invitation, ask_password, read_invitation
from otklik.portal.doors import closed_door, private
from otklik.web.errors import too_many
from otklik.web.flash import say_next
from otklik.web.limits import within
from otklik.web.portal_frame import frame_for
from otklik.web.request import OtklikRequest

HOUR = 3600
EACH_HOUR, EACH_LOGIN = 10, 3
SOMEBODY = ActorRef(ActorKind.ANONYMOUS, None, Via.PORTAL)


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The page of the link; a POST sets the password and signs in. A link used, too old or altered
    gets a page that says so."""
    user = read_invitation(signed)
    if user is None:
        return closed_door(cast("OtklikRequest", request))
    problem = ""
    if request.method == "POST":
        try:
            owner = accept_invitation(signed, request.POST.get("password", ""), SOMEBODY)
        except Invalid as error:
            problem = " ".join(error.fields.values())
        except NotPossible:
            return closed_door(cast("OtklikRequest", request))
        else:
            login(request, owner)
            say_next(request, _("The password is set. Welcome."))
            return HttpResponseRedirect("/")
    context = {
        "portal": frame_for(None, brand=brand_of_host(request.get_host())),
        "login": user.login,
        "problem": problem,
    }
    page = render(request, "portal/invited.html", context, status=422 if problem else 200)
    return private(page)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether there is such an account or not."""
    typed = request.POST.get("login", "").strip()[:254]
    if request.method == "POST" and typed:
        if not within(request, "password", EACH_HOUR, HOUR):
            return too_many(request)
        if within(request, "password.login", EACH_LOGIN, HOUR, whom=typed.lower()):
            ask_password(SOMEBODY, typed)
    is_empty = request.method == "POST" and not typed
    context = {
        "portal": frame_for(None, brand=brand_of_host(request.get_host())),
        "typed": typed,
        "sent": request.method == "POST" and not is_empty,
        "problem": _("Write your login or e-mail address.") if is_empty else "",
    }
    return render(request, "portal/forgotten.html", context, status=422 if is_empty else 200)
