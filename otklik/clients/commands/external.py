"""What other programs call the things of clients: by it they, and files, find them again."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.clients.commands.fields import KINDS, Owned, require_owned_edit
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

MAX_EXTERNAL = 100
"""Signs of an external id."""


@transaction.atomic
def set_external_id(actor: Actor, owned: Owned, external_id: str) -> Owned:
    """Say what another program calls a company, a contact, a site, a machine or a contract; an empty text:
    nothing. Needs `clients.edit`, for contracts the right to change them.

    `Invalid({"external_id": …})` where another of the same kind is called so, or for more than
    `MAX_EXTERNAL` signs. Writes the owner's `….changed` with from and to; the same one changes nothing.
    """
    owner, event = KINDS[type(owned)]
    require_owned_edit(actor, owner)
    wanted = text.storable(external_id).strip() or None
    if wanted is not None and len(wanted) > MAX_EXTERNAL:
        raise Invalid({"external_id": too_long()})
    row = type(owned)._default_manager.select_for_update().get(pk=owned.pk)
    before = row.external_id
    if before == wanted:
        return row
    row.external_id = wanted
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=["external_id", "version"])
    except IntegrityError as error:
        # The constraint decides: of two who give the same one at once, the second is refused.
        raise Invalid({"external_id": _("Another one has this external id. Choose another.")}) from error
    change = Change("external_id", before, wanted)
    record(event, actor.ref, Subject(owner.kind, row.pk), changes=[change])
    return row


def too_long() -> str:
    """The sentence for an external id of too many signs."""
    return _("An external id has at most %(n)s signs.") % {"n": MAX_EXTERNAL}
