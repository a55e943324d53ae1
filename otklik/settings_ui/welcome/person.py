"""The first question: who are you? The answer makes the administrator and signs them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.configuring.kinds import LANGUAGES
from otklik.core.errors import Invalid, Refused
from otklik.organisation.brand_shape import BRAND
from otklik.organisation.commands import change_setting
from otklik.organisation.queries import default_brand
from otklik.organisation.settings import LANGUAGE
from otklik.people.actor import SYSTEM
from otklik.people.commands import change_set_up, enrol_first_administrator
from otklik.settings_ui import typed_secrets
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.welcome.gate import is_new, may_set_up
from otklik.settings_ui.welcome.steps import framed
from otklik.web.errors import error_page, status_of

if TYPE_CHECKING:
    from otklik.people.models import User

OWNER = "first administrator"
FIELDS = ("brand", "name", "email")


_MISSING: Mapping[str, Callable[[], str]] = {
    "brand": lambda: _("Write what your organisation or service is called."),
    "name": lambda: _("Write your name."),
    "email": lambda: _("Enter a mail address such as name@example.com."),
    "password": lambda: _("Choose a password."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """The form, or with its answers the administrator; gone for good once there is one."""
    if not is_new():
        return HttpResponseRedirect(reverse("account_login"))
    if not may_set_up(request):
        return error_page(request, 403, _("Open the address that was printed when the database was made."))
    if request.method != "POST":
        typed_secrets.forget(request)
        return _page(request, dict.fromkeys(FIELDS, ""), {})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    typed = {"password": request.POST.get("password", "")}
    try:
        user = _set_up(given, typed_secrets.remembered(request, OWNER, typed)["password"])
    except Refused as error:
        problems = problems_of(error)
        if "password" in problems:
            typed_secrets.forget(request)
        return _page(request, given, problems, status=status_of(error))
    typed_secrets.forget(request)
    login(request, user)
    return HttpResponseRedirect(reverse("welcome-mailbox"))


@transaction.atomic
def _set_up(given: dict[str, str], password: str) -> User:
    missing = {name: words() for name, words in _MISSING.items() if not {**given, "password": password}[name]}
    if missing:
        raise Invalid(missing)
    language = get_language() or LANGUAGE.delivered
    name = dict.fromkeys(LANGUAGES, given["brand"])
    change_set_up(SYSTEM, BRAND, default_brand(), {"name": name})
    change_setting(SYSTEM.ref, LANGUAGE.key, language)
    return enrol_first_administrator(given["email"], given["name"], password, language).user


def _page(
    request: HttpRequest, given: dict[str, str], problems: dict[str, str], *, status: int = 200
) -> HttpResponse:
    code = request.POST.get("code") or request.GET.get("code", "")
    shown = {"login": "email"}
    named = {shown.get(field, field): words for field, words in problems.items()}
    context = {**framed("welcome"), "given": given, "problems": named, "code": code}
    context["password_is_there"] = "password" in typed_secrets.there(request, OWNER)
    return render(request, "settings/welcome/person.html", context, status=status)
