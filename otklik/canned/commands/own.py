"""An employee's own canned replies: no right is needed, and nobody else reads them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.canned.models import CannedReply
from otklik.canned.shapes import OWN_REPLY
from otklik.core.configuring import rows
from otklik.core.configuring.shapes import Values
from otklik.core.errors import Invalid, NotPossible
from otklik.people.actor import Actor
from otklik.people.owning import require_employee, require_own

MOST = 500
"""So many of their own one employee keeps."""


@transaction.atomic
def write_own_reply(actor: Actor, values: Values) -> CannedReply:
    """A new one of the actor's own. For employees; `Invalid` names the fields. Writes
    `own_canned_reply.changed`."""
    require_employee(actor)
    if CannedReply.objects.filter(owner_id=actor.agent_id, hidden=False).count() >= MOST:
        raise NotPossible(_("You have %(n)s canned replies of your own already.") % {"n": MOST})
    _refuse_taken(actor, None, values)
    return rows.make(actor.ref, OWN_REPLY, values)


@transaction.atomic
def change_own_reply(actor: Actor, reply: CannedReply, values: Values, *, version: str = "") -> CannedReply:
    """Other words of the actor's own one; what is left out stays. `Conflict` on a stale `version`. Writes
    `own_canned_reply.changed`."""
    require_own(actor, reply)
    _refuse_taken(actor, reply, values)
    return rows.change(actor.ref, OWN_REPLY, reply, values, version=version)


@transaction.atomic
def hide_own_reply(actor: Actor, reply: CannedReply, *, hidden: bool = True) -> CannedReply:
    """Offer one's own reply no more, or again. Writes `own_canned_reply.changed`."""
    require_own(actor, reply)
    return rows.hide(actor.ref, OWN_REPLY, reply, hidden=hidden)


def _refuse_taken(actor: Actor, reply: CannedReply | None, values: Values) -> None:
    wanted = str(values.get("external_id") or "").strip()
    others = CannedReply.objects.filter(owner_id=actor.agent_id).exclude(pk=reply.pk if reply else 0)
    if wanted and others.filter(external_id=wanted).exists():
        raise Invalid({"external_id": _("Another one has this external id. Choose another.")})
