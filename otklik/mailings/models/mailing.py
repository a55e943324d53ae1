"""Mass messages and their files."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount
from otklik.core.ids import uuid7
from otklik.core.models import StoredFile
from otklik.core.translated import TranslatedField
from otklik.mailings.enums import Kind, Stage
from otklik.people.models import Agent


class Mailing(models.Model):
    """One message to many.

    `subject` and `text` hold a variant for each language it is written in; a recipient gets the one of their
    language. `audience` is the filter as it was chosen (`audience.Audience`); who gets a letter is fixed in
    `Recipient` rows when the message starts. A survey asks `question`; `choices` are its answers in each
    language, without them it is a rating from 5 to 1. `expected` and `left_out` were counted by the last
    check, later they say what was started. `version` grows with every change.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+")
    subject = TranslatedField()
    text = TranslatedField()
    question = TranslatedField()
    choices = models.JSONField(default=list, blank=True)
    audience = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Stage])
    expected = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["stage", "started_at", "id"], name="mailing_running")]

    def __str__(self) -> str:
        return self.name


class MailingFile(models.Model):
    """A file every letter of the message carries."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.file_id} of {self.mailing_id}"
