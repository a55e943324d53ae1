"""The account somebody signs in with."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from otklik.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Looks users up by their folded login, as the sign-in form sends it."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this login, whatever its case."""
        return self.get(login=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One account: at most one agent (`/desk/`) and at most one contact (`/`), never both at once.

    `login` is stored lower-case; usually it is the mail address. Language, time zone, theme (empty: the
    system's), dense rows, single-letter keys and quiet hours (`people.quiet`) are the person's own choice.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    login = models.CharField(max_length=254, unique=True)
    email = models.EmailField(max_length=254, blank=True, default="", db_index=True)
    language = models.CharField(max_length=8, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    theme = models.CharField(max_length=8, blank=True, default="")
    list_columns = models.JSONField(null=True, blank=True)
    dense = models.BooleanField(default=False)
    keys = models.BooleanField(default=True)
    quiet = models.CharField(max_length=11, blank=True, default="")
    after_send = models.CharField(max_length=4, blank=True, default="")
    send_status = models.CharField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.login
