"""Accounts."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, small, text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.events import USER_CHANGED, USER_CREATED
from otklik.people.models import User


@transaction.atomic
def create_user(
    by: ActorRef,
    *,
    login: str,
    email: str = "",
    password: str | None = None,
    language: str = "",
    time_zone: str = "",
) -> User:
    """Make an account; without a password nobody can sign in with it until one is set.

    `Invalid` for a login that is taken. Writes `user.created`. The caller has checked the right.
    """
    folded = text.email_key(login) or login.strip().lower()
    if not folded:
        raise Invalid({"login": _("Enter a login.")})
    if User.objects.filter(login=folded).exists():
        raise Invalid({"login": _("This login is taken. Choose another.")})
    user = User(
        login=folded,
        email=text.email_key(email),
        language=language,
        time_zone=time_zone,
        created_at=clock.now(),
    )
    _put_password(user, password)
    user.save()
    record(USER_CREATED, by, Subject("user", user.pk))
    return user


@transaction.atomic
def set_password(by: ActorRef, user: User, password: str) -> None:
    """Replace the password; `Invalid` with the reasons when it is too weak (Django's validators).

    Ends the account's sessions. Writes `user.changed`, without the password. The caller has checked the
    right.
    """
    _put_password(user, password)
    user.save(update_fields=["password"])
    record(USER_CHANGED, by, Subject("user", user.pk), changes=[Change("password", None, None)])


def _put_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": " ".join(error.messages)}) from error
    user.set_password(password)


@transaction.atomic
def switch_account(by: ActorRef, user: User, *, is_active: bool) -> None:
    """Let nobody sign in with an account, or let them again. The caller has checked the right.

    Writes `user.changed`; the same again changes nothing.
    """
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    small.bump()
    record(
        USER_CHANGED, by, Subject("user", user.pk), changes=[Change("is_active", not is_active, is_active)]
    )
