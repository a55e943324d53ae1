"""How a mailbox's servers are reached, and how far its folders have been read."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol, Security, SendsBy, SignIn
from otklik.core.ids import uuid7


def inbox() -> list[str]:
    """The one folder every server has (RFC 3501, section 5.1)."""
    return ["INBOX"]


class MailServer(models.Model):
    """The servers of a mailbox, set by an administrator; passwords are sealed (`core.sealing`).

    An empty `host`: mail comes by the pipe alone. An empty `smtp_host`: it leaves by the installation's own
    way (`OTKLIK_SMTP_URL`), or is held. Where `smtp_by` is a provider, it leaves by its API:
    `smtp_password` is the key, `smtp_login` its sending domain or stream. `keep_days`: how long a mail that
    was taken stays on a POP3 server before it is deleted. `version` grows with every change, so that
    whoever keeps a connection opens it anew.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, related_name="mail_server")
    protocol = models.CharField(
        max_length=8, choices=[(p.value, p.value) for p in Protocol], default=Protocol.IMAP
    )
    host = models.CharField(max_length=254, blank=True, default="")
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in Security], default=Security.SSL
    )
    login = models.CharField(max_length=254, blank=True, default="")
    sign_in = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in SignIn], default=SignIn.PASSWORD
    )
    password = models.TextField(blank=True, default="")
    folders = models.JSONField(default=inbox)
    after = models.CharField(
        max_length=8, choices=[(a.value, a.value) for a in AfterTaking], default=AfterTaking.SEEN
    )
    move_to = models.CharField(max_length=254, blank=True, default="")
    keep_days = models.PositiveSmallIntegerField(default=0)
    every_seconds = models.PositiveIntegerField(default=60)
    backlog = models.CharField(
        max_length=8, choices=[(b.value, b.value) for b in Backlog], default=Backlog.UNSEEN
    )

    smtp_by = models.CharField(
        max_length=12, choices=[(b.value, b.value) for b in SendsBy], default=SendsBy.SMTP
    )
    smtp_host = models.CharField(max_length=254, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in Security], default=Security.SSL
    )
    smtp_login = models.CharField(max_length=254, blank=True, default="")
    smtp_sign_in = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in SignIn], default=SignIn.PASSWORD
    )
    smtp_password = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"servers of account {self.account_id}"


class MailPolling(models.Model):
    """How the last looks into a mailbox went; written by whoever looks. `error` is a sentence for people,
    empty while all is well."""

    server = models.OneToOneField(
        MailServer, primary_key=True, on_delete=models.CASCADE, related_name="polling"
    )
    tried_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.error or "well"


class MailFolder(models.Model):
    """How far a folder has been read: every UID up to `last_uid` is in the ledger or was passed over.

    `uid_validity` is the server's word that UIDs still mean the same mails (RFC 3501, section 2.3.1.1). Mails
    up to `backlog_until` were there before our first look at `began_at`; `renewed`: the server has numbered
    them anew since, so some of those have been taken already. `troubled` keeps UIDs the server
    would not hand out: UID → [attempts, what it said].
    """

    server = models.ForeignKey(MailServer, on_delete=models.CASCADE, related_name="read_folders")
    name = models.CharField(max_length=254)
    uid_validity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)
    backlog_until = models.BigIntegerField(default=0)
    began_at = models.DateTimeField()
    renewed = models.BooleanField(default=False)
    troubled = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["server", "name"], name="mail_folder_once")]

    def __str__(self) -> str:
        return f"{self.name} up to {self.last_uid}"


class MailUidl(models.Model):
    """A mail on a POP3 server that is not to be taken again (UIDL, RFC 1939, section 7).

    `taken_at`: since when its bytes are ours, which is what allows to delete it there; empty for one that was
    passed over or of which we have but the beginning. `gone_at`: since when the server does not show it.
    """

    folder = models.ForeignKey(MailFolder, on_delete=models.CASCADE, related_name="uidls")
    uidl = models.CharField(max_length=254)
    taken_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "uidl"], name="mail_uidl_once")]

    def __str__(self) -> str:
        return self.uidl


class MailLease(models.Model):
    """Who watches a mailbox, or takes mail from it, until when: one process at a time for each `kind`."""

    server = models.ForeignKey(MailServer, on_delete=models.CASCADE, related_name="leases")
    kind = models.CharField(max_length=8)
    holder = models.CharField(max_length=64, blank=True, default="")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["server", "kind"], name="mail_lease_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.holder}"
