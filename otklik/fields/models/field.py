"""What a field is, what can be chosen in it, where it is asked."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.fields.enums import Clients, Kind, Must
from otklik.people.models import Role


class CustomField(models.Model):
    """A field of one kind of owner (`ticket`, `company` …); `key` names it in the owner's JSON and outside.

    Employees of `roles` see it, all of them where none is named; `clients` says what it is to clients.
    `must` and `client_must`: when each has to fill it. `is_indexed`: every value stands in the index, so
    that lists can be filtered by it; written by the queue alone.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.CharField(max_length=16)
    key = models.SlugField(max_length=40, db_index=False)
    name = TranslatedField()
    hint = TranslatedField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    currency = models.CharField(max_length=3, default="RUB")
    roles = models.ManyToManyField(Role, blank=True, related_name="+")
    clients = models.CharField(
        max_length=4, default=Clients.NO, choices=[(one.value, one.value) for one in Clients]
    )
    must = models.CharField(
        max_length=8, blank=True, default="", choices=[(one.value, one.value) for one in Must]
    )
    client_must = models.BooleanField(default=False)
    in_list = models.BooleanField(default=False)
    filterable = models.BooleanField(default=False)
    is_indexed = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="field_key_once")]

    def __str__(self) -> str:
        return str(self.name)


class FieldOption(models.Model):
    """Something to choose in a field; of a tree, below its parent. Values keep its `code`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    field = models.ForeignKey(CustomField, on_delete=models.PROTECT, related_name="options")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.SlugField(max_length=40, db_index=False)
    name = TranslatedField()
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "code"], name="field_option_once")]

    def __str__(self) -> str:
        return str(self.name)


class FieldBinding(models.Model):
    """A field is asked only for these: rows of packages above, by kind (`type`, `service`) and id."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="bindings")
    kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "kind", "subject_id"], name="field_binding_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
