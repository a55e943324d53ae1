"""`/settings/`: the sections, each with a sentence of how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.core.backlog import figures
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@dataclass(frozen=True)
class Section:
    """A line of the index."""

    icon: str
    name: str
    url: str
    state: str


@require_safe
@admin_page
def index(request: OtklikRequest) -> HttpResponse:
    """What can be looked after."""
    held = (
        _("Outgoing mail is set up.")
        if settings.OTKLIK_SMTP_URL
        else _("No outgoing mail server: letters are held.")
    )
    now = figures()
    dead = ngettext("%(n)s job was given up.", "%(n)s jobs were given up.", now.dead) % {"n": now.dead}
    alive = ngettext("%(n)s worker is alive.", "%(n)s workers are alive.", now.workers) % {"n": now.workers}
    sections = [
        Section("send", _("Outbox"), reverse("settings-outbox"), held),
        Section("timer", _("Background work"), reverse("settings-queue"), f"{alive} {dead}"),
    ]
    return render(
        request, "settings/index.html", {"shell": shell_for(request.actor, "settings"), "sections": sections}
    )
