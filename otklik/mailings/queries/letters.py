"""What a channel asks about the letters of mass messages. No access is checked: it is not for people."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from otklik.core.models import StoredFile
from otklik.mailings.enums import Stage, Standing
from otklik.mailings.models import Mailing, MailingFile, Recipient


def letter_of(recipient_id: int) -> Recipient | None:
    """A recipient with everything their letter is made of."""
    related = ("mailing__account__brand", "contact__company")
    return Recipient.objects.select_related(*related).filter(pk=recipient_id).first()


def next_waiting(limit: int) -> Sequence[Recipient]:
    """Whose turn it is: of the message that was started first, in the order of its list."""
    running = Mailing.objects.filter(stage=Stage.RUNNING).order_by("started_at", "id")
    found: list[Recipient] = []
    for mailing in running:
        waiting = Recipient.objects.filter(mailing=mailing, state=Standing.WAITING).order_by("id")
        found += waiting[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def recipient_by_id(pk: int) -> Recipient | None:
    """The recipient a signed mark names; None when the message is gone."""
    related = ("mailing", "contact__company", "ticket")
    return Recipient.objects.select_related(*related).filter(pk=pk).first()


def recipient_by_uid(uid: uuid.UUID) -> Recipient | None:
    """The same by what stands in a letter's Message-ID."""
    related = ("mailing", "contact__company", "ticket")
    return Recipient.objects.select_related(*related).filter(uid=uid).first()


def kept_files(mailing: Mailing) -> Sequence[StoredFile]:
    """The files every letter of the message carries, in their order. One query."""
    links = MailingFile.objects.filter(mailing=mailing).select_related("file__blob")
    return [link.file for link in links.order_by("position", "id")]
