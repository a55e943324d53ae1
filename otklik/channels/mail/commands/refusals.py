"""Whether the way out of a mailbox believes us; written by whoever hands letters over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.models import MailRefusal
from otklik.core import clock

LONGEST = 300


@transaction.atomic
def note_not_believed(account: ChannelAccount, host: str, said: str) -> None:
    """A server or provider did not take our password, key or token, once more."""
    first = {"since": clock.now(), "host": host, "said": said[:LONGEST]}
    MailRefusal.objects.get_or_create(account=account, defaults=first)
    row = MailRefusal.objects.filter(account=account)
    row.update(refusals=F("refusals") + 1, host=host, said=said[:LONGEST])


def note_believed(account: ChannelAccount) -> None:
    """It has taken a letter, or the way out is another one now. Nothing is written where nothing was wrong:
    that is every letter."""
    found = MailRefusal.objects.filter(account=account)
    if found.exists():
        found.delete()
