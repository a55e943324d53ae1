"""What an administrator does about letters of the outbox and about alarms: send again, give up, seen."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.channels.mail.commands import silence_alarm
from otklik.notifications.access import get_delivery_for
from otklik.notifications.commands import cancel_delivery, send_again, send_held
from otklik.settings_ui.outbox_shelves import TICKETS, said, said_how_many, said_on_its_way
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_POST
@admin_page
def again(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.send_again`, then the list as it was."""
    send_again(request.actor, get_delivery_for(request.actor, str(uid)))
    return said_on_its_way(request, TICKETS)


@require_POST
@admin_page
def dropped(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.cancel_delivery`, then the list as it was."""
    cancel_delivery(request.actor, get_delivery_for(request.actor, str(uid)))
    return said(request, TICKETS, _("The letter will not leave."))


@require_POST
@admin_page
def all_held(request: OtklikRequest) -> HttpResponse:
    """`commands.send_held`: the oldest first, as many as one press takes."""
    return said_how_many(request, TICKETS, send_held(request.actor))


@require_POST
@admin_page
def seen(request: OtklikRequest) -> HttpResponse:
    """`commands.silence_alarm`, then the mailboxes again."""
    silence_alarm(request.actor, request.POST.get("alarm", ""))
    return HttpResponseRedirect(reverse("settings-mailboxes"))
