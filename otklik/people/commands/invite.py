"""Invitations: a signed link by which somebody chooses the first password of their account."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import signing, text
from otklik.core.actors import ActorRef
from otklik.core.errors import NotPossible
from otklik.core.events import Subject, record
from otklik.people.commands.accounts import set_password
from otklik.people.events import PASSWORD_ASKED, USER_INVITED
from otklik.people.models import User

PURPOSE = "people.invite"
VALID_FOR = timedelta(days=7)
FORGOTTEN_FOR = timedelta(days=1)


@transaction.atomic
def invite(by: ActorRef, user: User) -> str:
    """A link's token for this account; the caller has checked the right. Writes `user.invited`.

    It works for seven days and dies when a password is chosen, by whomever. Anybody who has it is the
    account's owner: it is shown to who invites and mailed to the account's address, never logged.
    """
    record(USER_INVITED, by, Subject("user", user.pk))
    return signing.sign(PURPOSE, user.pk, _seal(user), VALID_FOR)


@transaction.atomic
def ask_password(by: ActorRef, login: str) -> None:
    """Somebody has forgotten the password of this login or mail address: a link goes to their address.

    Anybody may ask, and nobody is told whether there is such an account. Writes `user.password_asked` where
    there is an active one with an address; the letter follows from it.
    """
    folded = text.email_key(login) or login.strip().lower()
    user = User.objects.filter(login=folded, is_active=True).first()
    user = user or User.objects.filter(email=folded, is_active=True).order_by("pk").first()
    if user is not None and user.email:
        record(PASSWORD_ASKED, by, Subject("user", user.pk))


def link_for(user: User, *, forgotten: bool) -> str:
    """A link's token for a letter that is being written: as `invite` gives one, for a day where the password
    was forgotten."""
    return signing.sign(PURPOSE, user.pk, _seal(user), FORGOTTEN_FOR if forgotten else VALID_FOR)


def invite_path(signed: str) -> str:
    """Where the link leads."""
    return f"/invite/{signed}"


def read_invitation(signed: str) -> User | None:
    """The account an invitation is for; None when it is not genuine, too old, used, or switched off."""
    claim = signing.read(PURPOSE, signed)
    user = User.objects.filter(pk=claim.object_id, is_active=True).first() if claim else None
    return user if user is not None and claim is not None and claim.holder_id == _seal(user) else None


@transaction.atomic
def accept_invitation(signed: str, password: str, by: ActorRef) -> User:
    """Set the password the invited person chose. `Invalid` when it is too weak, `NotPossible` for a dead
    link.

    Writes `user.changed`, without the password.
    """
    user = read_invitation(signed)
    if user is None:
        raise NotPossible(_("This invitation was used or is too old. Ask for a new one."))
    locked = User.objects.select_for_update().get(pk=user.pk)
    if _seal(locked) != _seal(user):
        raise NotPossible(_("This invitation was used or is too old. Ask for a new one."))
    set_password(by, locked, password)
    return locked


def _seal(user: User) -> int:
    """Thirty-two bits of the stored password: another password, another seal."""
    return int.from_bytes(hashlib.sha256(user.password.encode()).digest()[:4])
