"""Message-IDs follow their messages: when merged tickets are parted, answers find the one they are about."""

from __future__ import annotations

from otklik.channels.mail.models import MailMessageId
from otklik.core.models import Event


def follow_messages(event: Event) -> None:
    """Ids of mails that came for a merged ticket while it was one with another lead to it again. A `now`
    reaction to `ticket.parted`."""
    other = int(str(event.data["other"]))
    astray = MailMessageId.objects.filter(message__ticket_id=other).exclude(ticket_id=other)
    MailMessageId.objects.filter(pk__in=list(astray.values_list("pk", flat=True))).update(ticket_id=other)
