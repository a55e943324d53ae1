"""Custom fields of companies, contacts, sites, equipment and contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction

from otklik.clients.access import require_edit
from otklik.clients.contract_access import require_contract_edit
from otklik.clients.custom import ASSET, COMPANY, CONTACT, CONTRACT, SITE, bound_of
from otklik.clients.events import (
    ASSET_CHANGED,
    COMPANY_CHANGED,
    CONTACT_CHANGED,
    CONTRACT_CHANGED,
    SITE_CHANGED,
)
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.core.events import Change, Subject, record
from otklik.fields.commands import Door, keep_index, plan
from otklik.fields.owners import Owner
from otklik.people.actor import Actor

Owned = TypeVar("Owned", Company, Contact, Site, Asset, Contract)
KINDS = {
    Company: (COMPANY, COMPANY_CHANGED),
    Contact: (CONTACT, CONTACT_CHANGED),
    Site: (SITE, SITE_CHANGED),
    Asset: (ASSET, ASSET_CHANGED),
    Contract: (CONTRACT, CONTRACT_CHANGED),
}

"""What owns custom fields and external ids: as fields know it, and the event of its changes."""


@transaction.atomic
def give_fields(actor: Actor, owned: Owned, given: Mapping[str, object], *, is_new: bool = False) -> Owned:
    """Give values to custom fields by key; those not named stay. Needs `clients.edit`, for contracts
    the right to change them.

    `is_new`: it has just been made, so that what is required must be there. `Invalid` names fields as
    `field.<key>`. Writes the owner's `….changed` with `field.<key>` from and to, of a person only that it
    changed; the same values change nothing.
    """
    owner, event = KINDS[type(owned)]
    require_owned_edit(actor, owner)
    row = type(owned)._default_manager.select_for_update().get(pk=owned.pk)
    door = Door.FORM if is_new else Door.EDIT
    planned = plan(actor, owner.kind, row.custom, given, bound_of(row), door)
    if not planned.is_changed:
        return row
    row.custom = planned.custom
    row.version += 1
    row.save(update_fields=["custom", "version"])
    keep_index(planned, row.pk, is_new=is_new)
    changes = planned.changes
    if owner is CONTACT:
        changes = [Change(change.field, None, None) for change in changes]
    record(event, actor.ref, Subject(owner.kind, row.pk), changes=changes)
    return row


def require_owned_edit(actor: Actor, owner: Owner) -> None:
    """`Denied` unless the actor may change things of this kind."""
    require_contract_edit(actor) if owner is CONTRACT else require_edit(actor)
