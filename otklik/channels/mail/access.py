"""Who may see and change mailboxes and the ledger: administrators. Who may block senders: a right."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import Denied
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER, declare

BLOCK = declare("mail.block", ru="Блокировать отправителей почты", en="Block senders of mail")


def require_administrator(actor: Actor) -> None:
    """`Denied` unless the actor administers the installation."""
    if not actor.has(ADMINISTER):
        raise Denied(_("Mailboxes are open to administrators only."))


def require_blocking(actor: Actor) -> None:
    """`Denied` unless the actor may block senders."""
    if not actor.has(BLOCK):
        raise Denied(_("Your role does not allow blocking senders."))
