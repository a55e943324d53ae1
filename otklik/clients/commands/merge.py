"""Making one client of two, and two again (CRM-1, CRM-2)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit, require_giving_access
from otklik.clients.commands.scopes import renew_after_merge
from otklik.clients.events import (
    COMPANIES_MERGED,
    COMPANIES_PARTED,
    CONTACTS_MERGED,
    CONTACTS_PARTED,
    TICKETS_FOLLOWED,
)
from otklik.clients.merging import moves_of, put_value, taken_over, value_of
from otklik.clients.models import Company, Contact, Merge, MergedTickets
from otklik.core import clock
from otklik.core.errors import Invalid, NotFound, NotPossible
from otklik.core.events import Subject, record
from otklik.fields.commands import keep_keys, keys_by_field
from otklik.fields.queries import PREFIX
from otklik.people.actor import SYSTEM, Actor
from otklik.people.commands.accounts import switch_account
from otklik.people.models import Agent, User

UNDO_WITHIN = timedelta(days=30)


@transaction.atomic
def merge_clients(actor: Actor, survivor: Company | Contact, merged: Company | Contact) -> Merge:
    """Make one company, or one contact, of two: everything of `merged` goes to `survivor`, which keeps its
    own values and takes over those it lacks.

    Needs `clients.edit`, and `clients.give_access` where a sign-in to the portal goes along. Old addresses
    lead to the survivor; the merged one is found nowhere else. Tickets follow after commit. `Invalid({"with":
    …})` for itself or one merged already. Writes `company.merged` or `contact.merged`.
    """
    require_edit(actor)
    kind = _kind(survivor)
    if kind != _kind(merged):
        raise NotFound
    one, other = _both(kind, survivor.pk, merged.pk)
    if one.pk == other.pk or one.merged_into_id or other.merged_into_id:
        raise Invalid({"with": _("Choose another one: these are one already.")})
    merge = Merge(kind=kind, survivor_id=one.pk, merged_id=other.pk, at=clock.now(), agent_id=actor.agent_id)
    merge.filled = taken_over(kind, one, other)
    merge.moved = {"hidden": other.hidden}
    if isinstance(one, Contact) and isinstance(other, Contact):
        _give_account(actor, one, other, merge)
    for move in moves_of(kind):
        ids = move.ids(one.pk, other.pk)
        move.put(ids, one.pk)
        merge.moved[move.key] = ids
    for name, (_before, after) in merge.filled.items():
        put_value(one, name, after)
    if "external_id" in merge.filled:
        other.external_id = None
    other.merged_into_id, other.hidden = one.pk, True
    _save(other)
    _save(one)
    _keep_found(kind, one, merge)
    merge.save()
    renew_after_merge(kind, [one.pk, other.pk])
    event = COMPANIES_MERGED if kind == "company" else CONTACTS_MERGED
    record(event, actor.ref, Subject(kind, one.pk), data={"merge": merge.pk, "merged": other.pk})
    return merge


@transaction.atomic
def undo_merge(actor: Actor, merge: Merge) -> Merge:
    """Part them again: what went over goes back, what was taken over is emptied. Needs the same rights.

    `NotPossible`, in words, after thirty days, twice, or when something of it has been changed in the way:
    moved on, deleted, or written over. Tickets follow after commit; those bound elsewhere since stay there.
    Writes `company.parted` or `contact.parted`.
    """
    require_edit(actor)
    row = Merge.objects.select_for_update().get(pk=merge.pk)
    one, other = _both(row.kind, row.survivor_id, row.merged_id)
    if row.undone_at is not None or clock.now() > row.at + UNDO_WITHIN:
        raise NotPossible(_("This can no longer be undone: thirty days have gone, or it was undone already."))
    _check_untouched(row, one, other)
    for move in reversed(moves_of(row.kind)):
        move.put(row.moved.get(move.key, []), other.pk)
    for name, (before, _after) in row.filled.items():
        put_value(one, name, before)
    if isinstance(one, Contact) and isinstance(other, Contact):
        _take_account_back(actor, one, other, row)
    _save(one)
    _keep_found(row.kind, one, row)
    if "external_id" in row.filled:
        other.external_id = row.filled["external_id"][1]
    other.merged_into_id, other.hidden = None, bool(row.moved["hidden"])
    _save(other)
    row.undone_at, row.moving = clock.now(), True
    row.save(update_fields=["undone_at", "moving"])
    renew_after_merge(row.kind, [one.pk, other.pk])
    event = COMPANIES_PARTED if row.kind == "company" else CONTACTS_PARTED
    record(event, actor.ref, Subject(row.kind, one.pk), data={"merge": row.pk, "merged": other.pk})
    return row


@transaction.atomic
def note_moved(merge: Merge, column: str, ids: list[int]) -> None:
    """Tickets have gone over to the survivor by this column. Called by what moves them, in its transaction.

    Writes `tickets.followed`, after which search reads them again.
    """
    MergedTickets.objects.create(merge=merge, column=column, ids=ids)
    record(TICKETS_FOLLOWED, SYSTEM.ref, Subject("merge", merge.pk), data={"tickets": ids})


@transaction.atomic
def note_returned(part: MergedTickets) -> None:
    """These tickets have gone back. Called as `note_moved` is; writes `tickets.followed`."""
    record(TICKETS_FOLLOWED, SYSTEM.ref, Subject("merge", part.merge_id), data={"tickets": part.ids})
    part.delete()


@transaction.atomic
def note_arrived(merge: Merge) -> None:
    """All its tickets are where they belong."""
    Merge.objects.filter(pk=merge.pk).update(moving=False)


def _both(kind: str, survivor: int, merged: int) -> tuple[Company | Contact, Company | Contact]:
    """Both rows locked, the older first, so that two who merge the same do not wait for each other."""
    model: type[Company | Contact] = Company if kind == "company" else Contact
    rows = model._default_manager.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in={survivor, merged})}
    return found[survivor], found[merged]


def _kind(row: Company | Contact) -> str:
    return "company" if isinstance(row, Company) else "contact"


def _save(row: Company | Contact) -> None:
    row.version += 1
    row.save()


def _keep_found(kind: str, one: Company | Contact, merge: Merge) -> None:
    """The survivor is found by the custom fields it took over, and no longer by those it gave back."""
    names = [name for name in merge.filled if name.startswith(PREFIX)]
    custom = one.custom or {}
    values = {key: custom.get(key) for key in (name.removeprefix(PREFIX) for name in names)}
    keep_keys({one.pk: keys_by_field(kind, values)})


def _give_account(actor: Actor, one: Contact, other: Contact, merge: Merge) -> None:
    """The survivor's sign-in stays; the other's becomes theirs where they have none, else it is closed."""
    if other.user_id is None:
        return
    require_giving_access(actor)
    merge.moved["user"] = [one.user_id, other.user_id]
    user, other.user = other.user, None
    other.save(update_fields=["user"])
    if one.user_id is None:
        one.user = user
    elif user is not None and not Agent.objects.filter(user=user).exists():
        switch_account(actor.ref, user, is_active=False)


def _take_account_back(actor: Actor, one: Contact, other: Contact, merge: Merge) -> None:
    if "user" not in merge.moved:
        return
    require_giving_access(actor)
    before, theirs = merge.moved["user"]
    one.user_id = before
    one.save(update_fields=["user"])
    other.user_id = theirs
    user = User.objects.get(pk=theirs)
    if before is not None and not Agent.objects.filter(user=user).exists():
        switch_account(actor.ref, user, is_active=True)


def _check_untouched(merge: Merge, one: Company | Contact, other: Company | Contact) -> None:
    altered = [name for name, (_before, after) in merge.filled.items() if value_of(one, name) != after]
    gone = [
        move.key
        for move in moves_of(merge.kind)
        if not move.still(merge.moved.get(move.key, []), merge.survivor_id)
    ]
    users = merge.moved.get("user")
    moved_on = users is not None and getattr(one, "user_id", None) not in users
    if altered or gone or moved_on or one.merged_into_id or other.merged_into_id != one.pk:
        raise NotPossible(
            _("This cannot be undone any more: what went over has been changed since. Move it by hand.")
        )
