"""What an administrator does about letters of the outbox and about alarms: send again, give up, seen."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otklik.channels.mail.commands import silence_alarm
from otklik.notifications.access import get_delivery_for
from otklik.notifications.commands import cancel_delivery, send_again, send_held
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_POST
@admin_page
def again(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.send_again`, then the list as it was."""
    send_again(request.actor, get_delivery_for(request.actor, str(uid)))
    say_next(request, _("The letter is on its way once more."))
    return _back(request)


@require_POST
@admin_page
def dropped(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.cancel_delivery`, then the list as it was."""
    cancel_delivery(request.actor, get_delivery_for(request.actor, str(uid)))
    say_next(request, _("The letter will not leave."))
    return _back(request)


@require_POST
@admin_page
def all_held(request: OtklikRequest) -> HttpResponse:
    """`commands.send_held`: the oldest first, as many as one press takes."""
    sent = send_held(request.actor)
    said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", sent)
    say_next(request, said % {"n": sent})
    return _back(request)


@require_POST
@admin_page
def seen(request: OtklikRequest) -> HttpResponse:
    """`commands.silence_alarm`, then the mailboxes again."""
    silence_alarm(request.actor, request.POST.get("alarm", ""))
    return HttpResponseRedirect(reverse("settings-mailboxes"))


def back_to(request: OtklikRequest, name: str) -> HttpResponseRedirect:
    """To the list with its filter."""
    there = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there if own else reverse(name))


def _back(request: OtklikRequest) -> HttpResponse:
    return back_to(request, "settings-outbox")
