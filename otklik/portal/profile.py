"""`/profile`: a client's own choice of language, colours, time zone and letters."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.clients.commands import choose_letters, speak
from otklik.clients.queries import own_contact
from otklik.core.errors import Invalid, NotFound
from otklik.notifications.enums import OPTIONAL, Letter
from otklik.people.commands import set_preferences
from otklik.portal.frame import portal_frame
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import client_page
from otklik.web.look import choices, remember, sent_preferences
from otklik.web.request import OtklikRequest


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def profile(request: OtklikRequest) -> HttpResponse:
    """The form; a POST keeps it with the account. The language is that of letters too, and which of them."""
    if request.method != "POST":
        return _form(request, {})
    wanted = sent_preferences(request.POST.dict(), staff=False)
    try:
        set_preferences(request.actor, wanted)
    except Invalid as error:
        return _form(request, error.fields, status=status_of(error))
    speak(request.actor, wanted.language or "")
    if "letters_shown" in request.POST:
        asked = request.POST.getlist("letters")
        choose_letters(request.actor, [letter.value for letter in OPTIONAL if letter.value not in asked])
    with translation.override(wanted.language):
        say_next(request, _("Saved."))
    response = HttpResponseRedirect(reverse("portal-profile"))
    remember(response, wanted)
    return response


def _form(request: OtklikRequest, problems: dict[str, str], status: int = 200) -> HttpResponse:
    contact = own_contact(request.actor)
    user = contact.user if contact else None
    if contact is None or user is None:
        raise NotFound(_("There is no such page, or it is not open to you."))
    unwanted = contact.unwanted_letters
    context = {
        "portal": portal_frame(request.actor, "profile"),
        "letters": [(one.value, words, one.value not in unwanted) for one, words in _letters()],
        "problems": problems,
        "login": user.login,
        **choices(user, request.actor.language),
    }
    return render(request, "portal/profile.html", context, status=status)


def _letters() -> list[tuple[Letter, str]]:
    return [
        (Letter.CONFIRMATION, _("A request is registered")),
        (Letter.REPLY, _("There is an answer")),
        (Letter.REMINDER, _("We still wait for your answer")),
    ]
