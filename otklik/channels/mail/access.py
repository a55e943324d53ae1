"""Who may see and change mailboxes and the ledger: administrators."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import Denied
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER


def require_administrator(actor: Actor) -> None:
    """`Denied` unless the actor administers the installation."""
    if not actor.has(ADMINISTER):
        raise Denied(_("Mailboxes are open to administrators only."))
