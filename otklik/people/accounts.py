"""Who a session belongs to, read by a prepared query: every page of everybody asks."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from otklik.core.prepared import Prepared, Rows, Whole
from otklik.people.models import User

_USER = Whole(User)
_FOUND: Prepared[User] = Prepared(_USER.row)


class Accounts(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """django-allauth's backend with another way to read a session's user."""

    def get_user(self, user_id: int | str) -> User | None:
        """The user with this key; None when there is none or the account is switched off."""
        found = next(iter(_FOUND.rows(_by_key, int(user_id))), None)
        return found if found is not None and self.user_can_authenticate(found) else None


def _by_key(pk: int) -> Rows:
    return get_user_model().objects.filter(pk=pk).values_list(*_USER.columns)
