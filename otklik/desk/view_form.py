"""The form of a saved view: what it shows, what was typed, whom it may be for."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid, Refused
from otklik.desk.chips import Chip, chips
from otklik.desk.list_address import is_changed, leaving_out, sorts_of, whole_address_of
from otklik.desk.place_field import names_of
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets import sharing
from otklik.tickets.enums import SharedWith
from otklik.tickets.queries import ListQuery
from otklik.tickets.queries.saved_views import Saved
from otklik.web.request import OtklikRequest

LANGUAGES = (("ru", "Русский"), ("en", "English"))
Sharing = tuple[SharedWith, Sequence[int]]


def form_of(request: OtklikRequest, query: ListQuery, error: Refused | None) -> dict[str, object]:
    """Everything the template shows; `query` is the list a new view is made of, or a kept one as it is."""
    actor, saved = request.actor, query.saved
    row = saved if saved is not None and not is_changed(query) else None
    problems = dict(error.fields) if isinstance(error, Invalid) else {}
    others = [] if isinstance(error, Invalid) or error is None else [("", error.message)]
    first = f"name_{_language()}"
    return {
        "row": row,
        "problems": problems,
        "summary": [
            *others,
            *((first if name == "names" else "", words) for name, words in problems.items()),
        ],
        "name_fields": _name_fields(request, row),
        "shows": [(chip.label, chip.value) for chip in _chips(actor, query)],
        "base": str(query.the_view.name),
        "sort_name": sorts_of(query)[query.order],
        "with_columns": _ticked(request, row),
        "whom": request.POST.get("shared_with", "") or (row.shared_with if row else SharedWith.NOBODY.value),
        "whom_options": _whom(actor, row),
        "teams": _teams(request, actor, row),
        "version": row.version if row else "",
    }


def name_typed(request: OtklikRequest) -> dict[str, str]:
    """The name by language; of a form with one box, in the reader's own."""
    return {code: request.POST.get(f"name_{code}", "") for code, _words in LANGUAGES}


def sharing_typed(request: OtklikRequest) -> Sharing | None:
    """Whom the form gives it to; None where it does not ask."""
    asked = request.POST.get("shared_with", "")
    if asked not in {one.value for one in SharedWith}:
        return None
    chosen = set(request.POST.getlist("team"))
    return SharedWith(asked), [team.pk for team in staff().teams.values() if team.code in chosen]


def shared_words(actor: Actor, view: Saved) -> str:
    """`mine`, `Printers, HR`, `everybody`; whose it is where it is not the reader's."""
    people = staff()
    owner = people.agents.get(view.owner_id)
    by = "" if view.owner_id == actor.agent_id or owner is None else owner.short_name
    if view.shared_with == SharedWith.NOBODY:
        return _("mine")
    names = [str(team.name) for team in people.teams.values() if team.pk in view.teams]
    whom = _("all employees") if view.shared_with == SharedWith.ALL else ", ".join(names)
    return f"{whom} · {by}" if by else whom


def _chips(actor: Actor, query: ListQuery) -> list[Chip]:
    called = names_of(actor, query.filters.active)
    return chips(actor, query, leaving_out(query, whole_address_of(query)), called, quick=True)


def _name_fields(request: OtklikRequest, row: Saved | None) -> list[tuple[str, str, str]]:
    """(language, what it is called, what stands in it): both for whoever shares views, else the reader's."""
    texts = dict(row.name.texts) if row else {}
    wanted = _language()
    both = bool(sharing.led_teams(request.actor)) or (
        row is not None and row.shared_with != SharedWith.NOBODY
    )
    fields = [
        (code, language, request.POST.get(f"name_{code}", texts.get(code, "")))
        for code, language in LANGUAGES
    ]
    first = sorted(fields, key=lambda one: one[0] != wanted)
    return first if both else [one for one in first if one[0] == wanted or one[2]]


def _language() -> str:
    return (get_language() or "ru").split("-")[0]


def _ticked(request: OtklikRequest, row: Saved | None) -> bool:
    if request.method == "POST":
        return "with_columns" in request.POST
    return row is None or bool(row.columns)


def _whom(actor: Actor, row: Saved | None) -> list[tuple[str, str, str]]:
    """Whom it may be for; nothing where there is no choice."""
    teams = sharing.led_teams(actor)
    if not teams:
        return []
    is_foreign = row is not None and row.owner_id != actor.agent_id
    alone = _("its owner alone") if is_foreign else _("me alone")
    options = [(SharedWith.NOBODY.value, alone, ""), (SharedWith.TEAMS.value, _("teams"), _("chosen below"))]
    if sharing.may_share(actor, SharedWith.ALL, ()):
        options.append((SharedWith.ALL.value, _("all employees"), ""))
    return options


def _teams(request: OtklikRequest, actor: Actor, row: Saved | None) -> list[tuple[str, str, bool]]:
    """(code, name, whether it is ticked) of the teams it may be shared with."""
    offered = [team for team in staff().open_teams() if team.pk in sharing.led_teams(actor)]
    if request.method == "POST":
        chosen = set(request.POST.getlist("team"))
        return [(team.code, str(team.name), team.code in chosen) for team in offered]
    alone = row is None and len(offered) == 1
    return [
        (team.code, str(team.name), alone or (row is not None and team.pk in row.teams)) for team in offered
    ]
