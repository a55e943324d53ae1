"""`/settings/queue`: how background work stands, and what was given up: run again or drop."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from otklik.core import dead_letters
from otklik.core.backlog import figures
from otklik.settings_ui.framing import frame
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_safe
@admin_page
def queue(request: OtklikRequest) -> HttpResponse:
    """Lanes with depth and lag, then the jobs that were given up, newest first."""
    page = dead_letters.dead_jobs(after=request.GET.get("after", ""))
    context = {
        **frame(request.actor, "queue"),
        "figures": figures(),
        "jobs": page.rows,
        "next_url": f"{reverse('settings-queue')}?after={page.after}" if page.after else "",
    }
    return render(request, "settings/queue.html", context)


@require_POST
@admin_page
def rerun(request: OtklikRequest, job: int) -> HttpResponse:
    """Try a job again from the beginning."""
    dead_letters.rerun(request.actor.ref, job)
    return HttpResponseRedirect(reverse("settings-queue"))


@require_POST
@admin_page
def drop(request: OtklikRequest, job: int) -> HttpResponse:
    """Give a job up for good."""
    dead_letters.drop(request.actor.ref, job)
    return HttpResponseRedirect(reverse("settings-queue"))
