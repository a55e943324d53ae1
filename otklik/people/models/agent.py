"""Employees who work on tickets."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.people.models.role import Role
from otklik.people.models.user import User


class Agent(models.Model):
    """An employee. Inactive: cannot sign in, is offered nowhere; what they wrote stays."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="agent")
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150, db_index=True)
    position = models.CharField(max_length=150, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    extension = models.CharField(max_length=16, blank=True, default="")
    signature = models.TextField(blank=True, default="")
    roles = models.ManyToManyField(Role, related_name="agents")
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
