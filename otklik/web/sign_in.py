"""One sign-in page for clients and staff, by django-allauth: sessions, rate limits, password hashing."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from otklik.channels.form.settings import IS_OPEN
from otklik.organisation.queries import brand_of_host
from otklik.people.queries import administrators
from otklik.tickets.commands import leave_all
from otklik.web.actors import Face, actor_of_request
from otklik.web.demo import demo_logins, is_refused
from otklik.web.portal_frame import frame_for


class SignInForm(LoginForm):  # type: ignore[misc]
    """Login and password; what is said when they are not right stands in `adapter`."""

    def clean(self) -> dict[str, Any]:
        """Refuses the demo's logins from other machines before the password is looked at, and accounts that
        are switched off after it was right."""
        if is_refused(self.request, str(self.cleaned_data.get("login", ""))):
            raise ValidationError(_("Demo logins work only on the machine Otklik runs on."))
        cleaned: dict[str, Any] = super().clean()
        user = getattr(self, "user", None)
        if user is not None and not user.is_active:
            raise get_adapter().validation_error("account_inactive")
        return cleaned


class SignIn(LoginView):  # type: ignore[misc]
    """`/login`: a plain form post works without script; a signed-in person goes to their own place."""

    template_name = "sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form's two fields and where to go afterwards."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["next"] = self.request.GET.get("next") or self.request.POST.get("next") or ""
        form = context["form"]
        context["problems"] = [str(text) for texts in form.errors.values() for text in texts]
        context["typed"] = form["login"].value() or ""
        context["demo"] = demo_logins(self.request)
        context["form_is_open"] = IS_OPEN.get()
        context["portal"] = frame_for(None, brand=brand_of_host(self.request.get_host()))
        return context

    def get_initial(self) -> dict[str, Any]:
        """A demo login pressed on the page fills the field."""
        return {"login": self.request.GET.get("login", "")}


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """`/login`; a new installation, which nobody administers yet, is set up first."""
    if not administrators():
        return HttpResponseRedirect(reverse("welcome"))
    answer: HttpResponseBase = SignIn.as_view()(request)
    return answer


class SignOut(LogoutView):  # type: ignore[misc]
    """`/logout`: a POST ends the session."""

    template_name = "sign_out.html"

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """What an employee has open for processing is let go."""
        actor = actor_of_request(self.request, Face.AGENT)
        if actor.is_agent:
            leave_all(actor)
        answer: HttpResponseBase = super().post(*args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frame of a client page."""
        return {**super().get_context_data(**kwargs), "portal": frame_for(None)}


def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen before sign-in and go back to the page; for a year, in a cookie."""
    wanted = request.GET.get("to", "")
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(back if safe else "/login")
    if wanted in ("ru", "en"):
        response.set_cookie("language", wanted, max_age=365 * 86400, samesite="Lax")
    return response
