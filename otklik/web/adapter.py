"""How django-allauth fits in: by its adapter, not by signals."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from otklik.core.actors import Via
from otklik.people.queries import actor_of_user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; everyone lands in their own place after signing in.

    What is said neither tells whether an account exists nor what to guess next.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. Ask your administrator."),
        "username_password_mismatch": _("The login or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Accounts are made by invitation and by administrators."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Active employees to the desk, clients to the portal."""
        user = request.user
        is_staff = user.is_authenticated and actor_of_user(user, Via.DESK) is not None
        return "/desk/" if is_staff else "/"
