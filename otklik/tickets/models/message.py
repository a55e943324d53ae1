"""Messages: a narrow row for the thread, the text apart."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models import Contact
from otklik.core.ids import uuid7
from otklik.core.models import StoredFile
from otklik.people.models import Agent
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.models.ticket import Ticket


class Message(models.Model):
    """A reply or note in a ticket's thread; the first one is the description.

    An agent's reply with `sends_at` in the future is seen by staff only and takes effect in
    `release_reply`; until then it can be called back (decision 20).
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="thread")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in MessageKind])
    public = models.BooleanField()
    author_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in AuthorKind])
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=150, blank=True, default="")
    author_email = models.CharField(max_length=254, blank=True, default="")
    via = models.CharField(max_length=16)
    is_solution = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sends_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_thread"),
            models.Index(
                fields=["sends_at"],
                name="message_unsent",
                condition=Q(sends_at__isnull=False, released_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MessageBody(models.Model):
    """The text of a message: clean html for showing, the new part and the whole as plain text."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="body")
    html = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    full_text = models.TextField(blank=True, default="")
    cc = models.JSONField(default=list)
    sanitiser = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.text[:60]


class MessageFile(models.Model):
    """A file of a message; `content_id` is set for a picture shown inside its text."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attached")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content_id = models.CharField(max_length=250, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "file"], name="message_file_once")]

    def __str__(self) -> str:
        return f"{self.file_id} on {self.message_id}"


class Mention(models.Model):
    """An agent named in a message; it stands in their inbox until seen."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "agent"], name="mention_once")]
        indexes = [
            models.Index(
                fields=["agent", "seen_at"], name="mention_unseen", condition=Q(seen_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.message_id}"
