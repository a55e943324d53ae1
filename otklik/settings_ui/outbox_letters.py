"""`/settings/mail/outbox/other`: letters about no ticket, with their fate; lost ones are sent again."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.core.configuring.kinds import Label
from otklik.notifications.commands import send_held_letters, send_letter_again
from otklik.notifications.enums import DeliveryState
from otklik.notifications.letters import About, LetterQuery, get_letter_for, letters
from otklik.notifications.reason_words import in_words
from otklik.settings_ui.framing import frame
from otklik.settings_ui.outbox import STATES, shelves
from otklik.settings_ui.outbox_acts import back_to
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

ABOUT: Mapping[About, Label] = {
    About.ACCOUNT: gettext_lazy("Account: choose a password"),
    About.LINK: gettext_lazy("Link to a request"),
    About.CONTRACT: gettext_lazy("Contract: a service period ends"),
    About.ALARM: gettext_lazy("Alarm: Otklik needs an administrator"),
    About.TEST: gettext_lazy("Test of a text"),
}


@require_safe
@admin_page
def other(request: OtklikRequest) -> HttpResponse:
    """Letters newest first, fifty a page; by state, by what they are about, by whom they go to."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "about", "q")}
    wanted = LetterQuery(
        state=DeliveryState(asked["state"]) if asked["state"] in set(DeliveryState) else None,
        about=About(asked["about"]) if asked["about"] in set(About) else None,
        words=asked["q"],
        after=request.GET.get("after", ""),
    )
    page = letters(request.actor, wanted)
    following = urlencode({**{k: v for k, v in asked.items() if v}, "after": page.after or ""})
    context = {
        **frame(request.actor, "outbox"),
        "here": request.get_full_path(),
        "shelves": shelves(other=True),
        "rows": page.rows,
        "in_words": in_words,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "states": {state.value: str(words) for state, words in STATES.items() if state != "cancelled"},
        "about": {about.value: str(words) for about, words in ABOUT.items()},
        "next_url": f"{reverse('settings-outbox-other')}?{following}" if page.after else "",
    }
    return render(request, "settings/outbox_other.html", context)


@require_POST
@admin_page
def other_again(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.send_letter_again`, then the list as it was."""
    send_letter_again(request.actor, get_letter_for(request.actor, str(uid)))
    say_next(request, _("The letter is on its way once more."))
    return _back(request)


@require_POST
@admin_page
def other_held(request: OtklikRequest) -> HttpResponse:
    """`commands.send_held_letters`: the oldest first, as many as one press takes."""
    sent = send_held_letters(request.actor)
    said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", sent)
    say_next(request, said % {"n": sent})
    return _back(request)


def _back(request: OtklikRequest) -> HttpResponseRedirect:
    return back_to(request, "settings-outbox-other")
