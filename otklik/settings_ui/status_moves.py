"""`/settings/statuses/moves`: who may move a ticket from where to where, as one table; and a status that is
switched off, whose tickets go elsewhere (FLOW-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core.configuring import rows
from otklik.core.errors import NotFound, Refused
from otklik.people.commands import all_set_up, change_set_up, get_set_up
from otklik.people.queries import staff
from otklik.settings_ui.edited import form_page
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.framing import frame
from otklik.settings_ui.sections import BY_KEY
from otklik.tickets.commands.retire import retire_status
from otklik.tickets.queries.workflow import workflow
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.setting_up import STATUS

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.tickets.models import Status

Mark = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """A move: `everybody` may make it, or those with these roles (names)."""

    everybody: bool
    roles: Sequence[str]
    itself: bool


@dataclass(frozen=True)
class Target:
    """A status that can be moved to, as the form of one row offers it. `roles`: (id, name, ticked)."""

    pk: int
    name: str
    mark: Mark
    everybody: bool
    roles: Sequence[tuple[int, str, bool]]


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def moves(request: OtklikRequest) -> HttpResponse:
    """The table; of the status named `from` (else the first) the row to be changed, which a POST does."""
    every = [row for row in all_set_up(request.actor, STATUS) if row.enabled]
    named = request.POST.get("from") or request.GET.get("from") or every[0].code
    source = next((row for row in every if row.code == named), None)
    if source is None:
        raise NotFound
    if request.method != "POST":
        return _page(request, every, source)
    version = request.POST.get("version", "")
    try:
        change_set_up(request.actor, STATUS, source, _ticked(request.POST, source), version=version)
    except Refused as error:
        return _page(request, every, source, error.message, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('settings-status-moves')}?from={source.code}#row")


@require_POST
@admin_page
def retiring(request: OtklikRequest, uid: str) -> HttpResponse:
    """Switch a status off; its tickets go to `successor`, behind the page."""
    row = get_set_up(request.actor, STATUS, str(uid))
    section = BY_KEY["statuses"]
    try:
        retired = retire_status(request.actor, row, request.POST.get("successor", ""))
    except Refused as error:
        problems = {"": " ".join(problems_of(error).values())}
        return form_page(request, section, row, rows.read(STATUS, row), problems, status=status_of(error))
    names = {"name": str(retired.successor)}
    say_next(request, _("Switched off. Its tickets are being moved to “%(name)s”.") % names)
    return HttpResponseRedirect(reverse(section.routes["edit"], args=[row.uid]))


def _page(
    request: OtklikRequest, every: Sequence[Status], source: Status, problem: str = "", *, status: int = 200
) -> HttpResponse:
    sent = _ticked(request.POST, source) if problem else None
    context = {
        **frame(request.actor, "statuses"),
        "section": BY_KEY["statuses"],
        "heads": [(one.code, str(one.name), _mark(one)) for one in every],
        "lines": [
            (one.code, str(one.name), _mark(one), [_cell(one, other) for other in every]) for one in every
        ],
        "source": source,
        "source_mark": _mark(source),
        "targets": [_target(source, other, sent) for other in every if other.pk != source.pk],
        "roles": [str(role.name) for role in staff().roles.values() if not role.hidden],
        "version": rows.fingerprint(STATUS, source),
        "problem": problem,
    }
    return render(request, "settings/status_moves.html", context, status=status)


def _mark(row: Status) -> Mark:
    return ("status", row.glyph, row.color)


def _cell(source: Status, target: Status) -> Cell:
    who = [role for to, role in workflow().moves.get(source.pk, ()) if to == target.pk]
    names = [str(staff().roles[role].name) for role in who if role is not None and role in staff().roles]
    return Cell(None in who, names, source.pk == target.pk)


def _target(source: Status, target: Status, sent: Mapping[str, list[object]] | None) -> Target:
    if sent is None:
        who = {role for to, role in workflow().moves.get(source.pk, ()) if to == target.pk}
    else:
        who = {int(str(key).partition(":")[2]) for key in sent["role_moves"] if _is_to(key, target.pk)}
        who |= {None} if str(target.pk) in sent["leads_to"] else set()
    roles = [(pk, str(role.name), pk in who) for pk, role in staff().roles.items() if not role.hidden]
    return Target(target.pk, str(target.name), _mark(target), None in who, roles)


def _is_to(key: object, pk: int) -> bool:
    return str(key).startswith(f"{pk}:")


def _ticked(post: QueryDict, source: Status) -> dict[str, list[object]]:
    """What the row's boxes say. Moves to statuses that are switched off are not shown, and stay."""
    flow = workflow()
    off = [(to, role) for to, role in flow.moves.get(source.pk, ()) if not flow.statuses[to].enabled]
    everybody: list[object] = [*post.getlist("everybody"), *(str(to) for to, role in off if role is None)]
    by_role: list[object] = [*post.getlist("role"), *(f"{to}:{role}" for to, role in off if role is not None)]
    return {"leads_to": everybody, "role_moves": by_role}
