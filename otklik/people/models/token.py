"""Keys for programs."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.people.models.user import User


class ApiToken(models.Model):
    """A random token, stored as SHA-256; acts as the user's agent or as the user's contact, never both."""

    class ActsAs(models.TextChoices):
        """Which of the user's two faces the token has."""

        AGENT = "agent"
        CONTACT = "contact"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    acts_as = models.CharField(max_length=8, choices=ActsAs.choices)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
