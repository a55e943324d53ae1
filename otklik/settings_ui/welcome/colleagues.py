"""The third question: who works with you? Each gets an account and a link by which they choose a password."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core import text
from otklik.core.errors import Invalid, Refused
from otklik.core.translated import Translated
from otklik.people.actor import Actor
from otklik.people.commands import Enrolment, create_team, enrol, invite, invite_path
from otklik.people.queries import agents_named, staff
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.welcome.steps import framed
from otklik.web.errors import status_of
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.people.models import Agent

LINE = re.compile(r"^\s*(?P<name>[^<>@]*?)\s*[<\s]?(?P<email>[^\s<>]+@[^\s<>]+)>?\s*$")
FIRST_TEAM = "support"
ROLE = "specialist"
MOST = 100


@dataclass(frozen=True)
class Invited:
    """A colleague with the link that is for them alone."""

    name: str
    email: str
    link: str


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def colleagues(request: OtklikRequest) -> HttpResponse:
    """Ask for names and addresses, make the first team of them, show the invitations."""
    if request.method != "POST":
        return _page(request, {"team": _("Support"), "people": ""})
    given = {name: request.POST.get(name, "").strip() for name in ("team", "people")}
    if not given["people"] and staff().open_teams():
        return HttpResponseRedirect(reverse("welcome-proof"))
    try:
        invited = _take_on(request, given)
    except Refused as error:
        return _page(request, given, problems_of(error), status=status_of(error))
    if not invited:
        return HttpResponseRedirect(reverse("welcome-proof"))
    return render(
        request, "settings/welcome/invited.html", {**framed("welcome-colleagues"), "invited": invited}
    )


@transaction.atomic
def _take_on(request: OtklikRequest, given: dict[str, str]) -> list[Invited]:
    """All of them or nobody: a mistake in one line keeps everything as it was typed."""
    by = request.actor.ref
    agents = [enrol(by, Enrolment(email, name, (ROLE,))) for name, email in _people(given["people"])]
    if not staff().open_teams():
        name = text.one_line(given["team"], 80) or _("Support")
        create_team(
            by,
            code=FIRST_TEAM,
            name=Translated({"ru": name, "en": name}),
            members=[*_oneself(request.actor), *agents],
            is_dispatch=True,
        )
    base = settings.OTKLIK_BASE_URL.rstrip("/")
    return [
        Invited(agent.name, agent.user.email, base + invite_path(invite(by, agent.user))) for agent in agents
    ]


def _oneself(actor: Actor) -> Sequence[Agent]:
    return list(agents_named([staff().agents[actor.agent_id or 0].uid]).values())


def _people(lines: str) -> Sequence[tuple[str, str]]:
    """(name, address) of each line; `Invalid` says which line cannot be read."""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        match = LINE.match(line)
        email = text.email_key(match["email"]) if match else ""
        if match is None or not email:
            said = _("Line %(number)s has no mail address: %(line)s") % {
                "number": number,
                "line": line.strip()[:80],
            }
            raise Invalid({"people": said})
        found.append((match["name"].strip(" ,;—-") or email.partition("@")[0], email))
    if len(found) > MOST:
        raise Invalid({"people": _("At most %(most)s at once.") % {"most": MOST}})
    return found


def _page(
    request: OtklikRequest,
    given: dict[str, str],
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    named = {"people" if field == "login" else field: words for field, words in (problems or {}).items()}
    context = {
        **framed("welcome-colleagues"),
        "given": given,
        "problems": named,
        "asks_team": not staff().open_teams(),
    }
    return render(request, "settings/welcome/colleagues.html", context, status=status)
