"""A rule is tried on past tickets before it is saved: `/settings/rules/<table>/trial`, `…/rules/trials/…`.

What is typed goes along with the trial, so that nothing is lost where no script holds the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.automation.drafts import Draft, decides_as_before, draft_of
from otklik.automation.tables import table_called
from otklik.automation.trials.reading import found_by, is_tried, names_of_rules, rows_page
from otklik.automation.trials.starting import DAYS, get_trial_for, stop_trial, try_draft
from otklik.core.configuring import rows
from otklik.core.errors import Invalid, NotFound, NotPossible, Refused
from otklik.people.commands import arrange_set_up, get_set_up
from otklik.settings_ui.forms import problems_of, typed
from otklik.settings_ui.trial_panels import AT_ONCE, days_asked, progress_of, refused, shown
from otklik.web.errors import wants_fragment
from otklik.web.gates import admin_page
from otklik.web.outcome_words import outcome_label, outcome_words
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import list_address, new_address, rule_address

if TYPE_CHECKING:
    from django.db.models import Model

    from otklik.automation.tables import Table
    from otklik.core.configuring.shapes import Shape
    from otklik.people.actor import Actor
    from otklik.rules.models import OrderedRule, Trial, TrialRow

PLACE = "trial_place"
KEEP = "keep"
"""The place of a rule that stays where it stands."""


@dataclass(frozen=True)
class Row:
    """A ticket that would come out otherwise: (field, before, after), and the rule before and after."""

    number: str
    subject: str
    company: str
    rule_before: str
    rule_after: str
    changes: Sequence[tuple[str, str, str]]


@require_POST
@admin_page
def trial(request: OtklikRequest, table: str) -> HttpResponse:
    """Try what is typed into a rule's form. Our script is given the panel, others the rule's page with what
    they typed."""
    own = table_called(table)
    try:
        begun = try_draft(request.actor, _draft(request, own), days_asked(request))
    except (Invalid, NotPossible) as error:
        uid = request.POST.get("trial_rule", "")
        context = {**_panel(own), **_back(rule_address(own, uid) if uid else new_address(own))}
        return refused(request, error, problems_of(error), own.shape.fields, context)
    if wants_fragment(request):
        return shown(request, panel(request.actor, begun))
    return HttpResponseRedirect(f"{_page_of(own, begun)}?trial={begun.uid}#trial")


@require_safe
@admin_page
def progress(request: OtklikRequest, uid: str) -> HttpResponse:
    """How far it has come and what was found; with `after`, more of the tickets."""
    own = get_trial_for(request.actor, str(uid))
    context = panel(request.actor, own, after=request.GET.get("after", ""))
    return shown(request, {**context, **_back(f"{_page_of(table_called(own.table), own)}?trial={own.uid}")})


@require_POST
@admin_page
def stop(request: OtklikRequest, uid: str) -> HttpResponse:
    """End it where it stands."""
    stopped = stop_trial(request.actor, get_trial_for(request.actor, str(uid)))
    if wants_fragment(request):
        return shown(request, panel(request.actor, stopped))
    return HttpResponseRedirect(f"{_page_of(table_called(stopped.table), stopped)}?trial={stopped.uid}#trial")


def tried_values(request: OtklikRequest, shape: Shape[Model]) -> dict[str, object]:
    """What a form opens with that was tried before it was saved (`?trial=`)."""
    found = asked_for(request)
    if found is None or table_called(found.table).shape.kind != shape.kind:
        return {}
    return dict(found.draft)


def asked_for(request: OtklikRequest) -> Trial | None:
    """The trial that the address of a rule's page names."""
    uid = request.GET.get("trial", "")
    try:
        return get_trial_for(request.actor, uid) if uid else None
    except NotFound:
        return None


def trying(request: OtklikRequest, key: str, row: Model | None) -> dict[str, object]:
    """What the panel beside a rule's form needs; `key` is its table."""
    own = table_called(key)
    found = asked_for(request)
    context: dict[str, object] = panel(request.actor, found) if found is not None else {"t": None}
    return {
        **context,
        "trial_url": reverse("settings-trial", args=[key]),
        "trial_rule": str(getattr(row, "uid", "")),
        "trial_days": DAYS,
        "trial_usual": days_asked(request) if request.method == "POST" or found is None else found.days,
        "trial_places": _places(own, row),
        "trial_place": str(found.place) if found is not None else request.POST.get(PLACE, KEEP),
    }


def is_triable(key: str) -> bool:
    """Whether rules of this table can be tried: those of which the first that holds is taken."""
    return bool(key) and table_called(key).is_triable


def is_untried(request: OtklikRequest, key: str, row: Model | None, given: Mapping[str, object]) -> bool:
    """Whether saving this is to be asked about first: a rule in force that decides otherwise than now and was
    not tried as it stands. What cannot be saved anyway is left to saving."""
    if request.POST.get("untried") == "1" or not is_triable(key):
        return False
    own = table_called(key)
    try:
        draft = draft_of(own, _rule(own, row), given, _place(request))
    except Refused:
        return False
    rule = _rule(own, row)
    standing = rows.read(own.shape, rule) if rule is not None else {}
    return not decides_as_before(draft, standing) and not is_tried(draft)


def put_in_place(request: OtklikRequest, key: str, row: Model) -> None:
    """Have a rule that was just saved stand where the form says; nothing where it says nothing."""
    place = _place(request) if is_triable(key) else None
    if place is None:
        return
    own = table_called(key)
    others = [one.rule.pk for one in own.rules() if one.rule.pk != row.pk]
    arrange_set_up(request.actor, own.shape, [*others[:place], row.pk, *others[place:]])


def panel(actor: Actor, found: Trial, after: str = "") -> dict[str, object]:
    """A trial as the page shows it."""
    told = found_by(found)
    page = rows_page(actor, found, after=after, limit=AT_ONCE)
    names = names_of_rules(found)
    return {
        **_panel(told.table),
        **progress_of(found, page, "settings-trial", after),
        "table": told.table,
        "found": told,
        "rows": [_row(row, names) for row in page.rows],
        "place": found.place + 1,
    }


def _draft(request: OtklikRequest, table: Table) -> Draft:
    uid = request.POST.get("trial_rule", "")
    row = get_set_up(request.actor, table.shape, uid) if uid else None
    given = typed([field for field in table.shape.fields if row is None or not field.is_fixed], request.POST)
    return draft_of(table, row, given, _place(request))


def _place(request: OtklikRequest) -> int | None:
    place = request.POST.get(PLACE, "")
    return int(place) if place.isdecimal() else None


def _panel(table: Table) -> dict[str, object]:
    return {"trial_panel": "settings/_trial.html", "trial_section": table.key}


def _back(address: str) -> dict[str, object]:
    return {"back": address, "back_words": _("Back to the rule")}


def _page_of(table: Table, found: Trial) -> str:
    if found.rule_id is None:
        return new_address(table)
    rule = next((one.rule for one in table.rules() if one.rule.pk == found.rule_id), None)
    return rule_address(table, str(rule.uid)) if rule is not None else list_address(table)


def _places(table: Table, row: Model | None) -> Sequence[tuple[str, str]]:
    """Where a rule could stand: where it does, first, or behind each of the others."""
    others = [one.rule for one in table.rules() if one.rule.pk != getattr(row, "pk", None)]
    stays = _("where it stands") if row is not None else _("last")
    behind = ((str(n), _("behind “%(rule)s”") % {"rule": one.name}) for n, one in enumerate(others, start=1))
    return [(KEEP, stays), ("0", _("first")), *behind] if others else [(KEEP, stays)]


def _row(row: TrialRow, names: Mapping[int, str]) -> Row:
    return Row(
        number=row.ticket.number,
        subject=row.ticket.subject,
        company=row.ticket.company.name if row.ticket.company is not None else "",
        rule_before=_named(names, row.rule_before),
        rule_after=_named(names, row.rule_after),
        changes=[
            (outcome_label(field), outcome_words(field, row.before.get(field)), outcome_words(field, value))
            for field, value in row.after.items()
            if row.before.get(field) != value
        ],
    )


def _named(names: Mapping[int, str], key: int | None) -> str:
    return _("no rule") if key is None else names.get(key, _("gone"))


def _rule(table: Table, row: Model | None) -> OrderedRule | None:
    return (
        next((one.rule for one in table.rules() if one.rule.pk == row.pk), None) if row is not None else None
    )
