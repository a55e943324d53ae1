"""`/settings/mail/outbox/other`: letters about no ticket, with their fate; lost ones are sent again."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from otklik.core.configuring.kinds import Label
from otklik.core.paging import Page
from otklik.notifications.commands import send_held_letters, send_letter_again
from otklik.notifications.letters import About, LetterQuery, LetterRow, get_letter_for, letters
from otklik.settings_ui.outbox_shelves import OTHER, Asked, listed, said_how_many, said_on_its_way
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

    def read(asked: Asked) -> Page[LetterRow]:
        about = About(asked.kind) if asked.kind else None
        return letters(request.actor, LetterQuery(asked.state, about, asked.words, asked.after))

    return listed(request, OTHER, {about.value: str(words) for about, words in ABOUT.items()}, read)


@require_POST
@admin_page
def other_again(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.send_letter_again`, then the list as it was."""
    send_letter_again(request.actor, get_letter_for(request.actor, str(uid)))
    return said_on_its_way(request, OTHER)


@require_POST
@admin_page
def other_held(request: OtklikRequest) -> HttpResponse:
    """`commands.send_held_letters`: the oldest first, as many as one press takes."""
    return said_how_many(request, OTHER, send_held_letters(request.actor))
