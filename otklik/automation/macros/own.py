"""An employee's own macros: no right is needed, and nobody else reads them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.automation.macros.shape import OWN_MACRO
from otklik.automation.models import Macro
from otklik.core.configuring import rows
from otklik.core.configuring.shapes import Values
from otklik.core.errors import NotPossible
from otklik.people.actor import Actor
from otklik.people.owning import require_employee, require_own

MOST = 100
"""So many of their own one employee keeps."""


@transaction.atomic
def write_own_macro(actor: Actor, values: Values) -> Macro:
    """A new one of the actor's own. For employees; `Invalid` names the fields. Writes `own_macro.changed`."""
    require_employee(actor)
    if Macro.objects.filter(owner_id=actor.agent_id, hidden=False).count() >= MOST:
        raise NotPossible(_("You have %(n)s macros of your own already.") % {"n": MOST})
    return rows.make(actor.ref, OWN_MACRO, values)


@transaction.atomic
def change_own_macro(actor: Actor, macro: Macro, values: Values, *, version: str = "") -> Macro:
    """Change the actor's own one; what is left out stays. `Conflict` on a stale `version`. Writes
    `own_macro.changed`."""
    require_own(actor, macro)
    return rows.change(actor.ref, OWN_MACRO, macro, values, version=version)


@transaction.atomic
def hide_own_macro(actor: Actor, macro: Macro, *, hidden: bool = True) -> Macro:
    """Offer one's own macro no more, or again. Writes `own_macro.changed`."""
    require_own(actor, macro)
    return rows.hide(actor.ref, OWN_MACRO, macro, hidden=hidden)
