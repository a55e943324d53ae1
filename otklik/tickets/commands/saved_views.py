"""Keeping views of the list: one's own, and those shared with teams or everybody (WORK-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.events import Change, EventKind, Subject, record
from otklik.core.translated import Translated
from otklik.people.actor import Actor
from otklik.people.owning import require_employee
from otklik.tickets import sharing
from otklik.tickets.commands.view_values import checked_filters, checked_name, checked_rest
from otklik.tickets.enums import SharedWith
from otklik.tickets.events import VIEW_CHANGED, VIEW_DELETED, VIEW_SAVED, VIEW_SHARED, VIEWS_ARRANGED
from otklik.tickets.models import SavedView, ViewShelf
from otklik.tickets.queries.saved_views import saved_views
from otklik.tickets.queries.views import DEFAULT

MOST = 100
"""So many views one employee keeps."""


@dataclass(frozen=True)
class ViewValues:
    """What a view is made of; None leaves what stands (of a new one: nothing).

    `names` by language; `base` is the code of a delivered view; `filters` are names and values as the address
    of a list has them; `columns` are codes in their order, none: everybody's own.
    """

    names: Mapping[str, str] | None = None
    base: str | None = None
    filters: Mapping[str, str] | None = None
    sort: str | None = None
    columns: Sequence[str] | None = None


@transaction.atomic
def save_view(actor: Actor, values: ViewValues) -> SavedView:
    """A new view of the actor's own. For every employee; `Invalid` names what cannot be taken, `NotPossible`
    beyond `MOST`. Writes `view.saved`."""
    require_employee(actor)
    if SavedView.objects.filter(owner_id=actor.agent_id).count() >= MOST:
        raise NotPossible(_("You have %(n)s views already.") % {"n": MOST})
    row = SavedView(owner_id=actor.agent_id or 0, base=DEFAULT)
    _put(actor, row, ViewValues(**{**vars(values), "names": values.names or {}}))
    row.save()
    small.bump()
    record(VIEW_SAVED, actor.ref, Subject("view", row.pk))
    return row


@transaction.atomic
def change_view(
    actor: Actor, view: SavedView, values: ViewValues, *, version: int | None = None
) -> SavedView:
    """Keep other values in it. For whoever may change it (`tickets.sharing`); `Conflict` on a stale
    `version`. Writes `view.changed`; what stands already changes nothing."""
    row, _teams = _locked(actor, view, version)
    changes = _put(actor, row, values)
    if changes:
        told = (
            changes
            if row.shared_with != SharedWith.NOBODY
            else [Change(c.field, None, None) for c in changes]
        )
        _kept(actor, row, VIEW_CHANGED, told)
    return row


@transaction.atomic
def share_view(
    actor: Actor,
    view: SavedView,
    shared_with: SharedWith,
    team_ids: Sequence[int] = (),
    *,
    version: int | None = None,
) -> SavedView:
    """Give it to teams, to everybody, or to its owner alone again.

    For whoever may change it and may share it so: with teams whoever leads all of them, with everybody
    administrators; `Denied` otherwise. Writes `view.shared`; the same once more changes nothing.
    """
    row, before = _locked(actor, view, version)
    wanted = require_sharing(actor, shared_with, team_ids)
    if (row.shared_with, before) == (shared_with.value, wanted):
        return row
    changes = [Change("shared_with", row.shared_with, shared_with.value)]
    changes.append(Change("teams", sorted(before), sorted(wanted)))
    row.shared_with = shared_with.value
    row.teams.set(wanted)
    _kept(actor, row, VIEW_SHARED, changes)
    return row


@transaction.atomic
def delete_view(actor: Actor, view: SavedView) -> None:
    """There is no such view any more, for anybody. For whoever may change it. Writes `view.deleted`."""
    row, _teams = _locked(actor, view, None)
    record(VIEW_DELETED, actor.ref, Subject("view", row.pk))
    row.delete()
    small.bump()


@transaction.atomic
def arrange_views(actor: Actor, order: Sequence[str], hidden: Sequence[str]) -> None:
    """The views at the actor's own side, by uid: their order, and which are out of sight. Those left out
    stand behind the others. `NotFound` for one that is not open to them. Writes `views.arranged`."""
    require_employee(actor)
    known = {view.uid: view.id for view in saved_views(actor)}
    if not {*order, *hidden} <= set(known):
        raise NotFound
    shelf = ViewShelf.objects.select_for_update().filter(agent_id=actor.agent_id or 0).first()
    row = shelf or ViewShelf(agent_id=actor.agent_id or 0)
    wanted = [known[uid] for uid in dict.fromkeys(order)], sorted({known[uid] for uid in hidden})
    if (row.order, row.hidden) == wanted:
        return
    row.order, row.hidden = wanted
    row.save()
    small.bump()
    record(VIEWS_ARRANGED, actor.ref, Subject("agent", actor.agent_id))


def require_sharing(actor: Actor, shared_with: SharedWith, team_ids: Sequence[int]) -> frozenset[int]:
    """The teams it goes to; `Invalid` for teams without one, `Denied` for whom the actor may not share with.
    A page asks it before it keeps what it shares at once."""
    wanted = frozenset(team_ids) if shared_with is SharedWith.TEAMS else frozenset()
    if shared_with is SharedWith.TEAMS and not wanted:
        raise Invalid({"teams": _("Choose a team.")})
    if not sharing.may_share(actor, shared_with, wanted):
        raise Denied(_("A view is shared with teams by who leads them, with everybody by administrators."))
    return wanted


def _locked(actor: Actor, view: SavedView, version: int | None) -> tuple[SavedView, frozenset[int]]:
    """The row as it is now, with the teams it is shared with."""
    row = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    teams = frozenset(row.teams.values_list("pk", flat=True)) if row is not None else frozenset()
    if row is None or not sharing.may_use(actor, row, teams):
        raise NotFound
    if not sharing.may_change(actor, row, teams):
        raise Denied(_("This view is not yours to change. Save it as your own."))
    if version is not None and row.version != version:
        raise Conflict(_("Somebody changed this view meanwhile. Look at it as it is now, and repeat."))
    return row, teams


def _put(actor: Actor, row: SavedView, values: ViewValues) -> list[Change]:
    """The given values in the row, checked all together; which of them are other ones."""
    problems: dict[str, str] = {}
    wanted: dict[str, object] = {}
    if values.names is not None:
        wanted["name"] = checked_name(values.names, problems)
    if values.filters is not None:
        wanted["filters"] = checked_filters(actor, values.filters, problems)
    wanted |= checked_rest(actor, values.base, values.sort, values.columns, problems)
    if problems:
        raise Invalid(problems)
    changes = []
    for name, value in wanted.items():
        before = getattr(row, name)
        if value != before:
            setattr(row, name, value)
            changes.append(Change(name, _plain(before), _plain(value)))
    return changes


def _plain(value: object) -> object:
    return dict(value.texts) if isinstance(value, Translated) else value


def _kept(actor: Actor, row: SavedView, kind: EventKind, changes: Sequence[Change]) -> None:
    row.version += 1
    row.save()
    small.bump()
    record(kind, actor.ref, Subject("view", row.pk), changes=changes)
