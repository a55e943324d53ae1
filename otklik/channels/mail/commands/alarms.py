"""Beginning, changing, silencing and ending alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.events import ALARM_RAISED, ALARM_SILENCED
from otklik.channels.mail.models import MailAlarm
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import NotFound
from otklik.core.events import Subject, record
from otklik.people.actor import SYSTEM, Actor


@dataclass(frozen=True)
class Seen:
    """Something that is wrong at this moment."""

    key: str
    kind: AlarmKind
    state: str
    data: Mapping[str, object]
    account_id: int | None = None


@transaction.atomic
def keep_alarms(found: Sequence[Seen]) -> None:
    """Make the alarms those that were found; what is not found any more has ended.

    Writes `mail.alarm_raised` once for each state an alarm comes to.
    """
    standing = {row.key: row for row in MailAlarm.objects.select_for_update()}
    for seen in found:
        before = standing.pop(seen.key, None)
        if before is not None and (before.state, before.data) == (seen.state, dict(seen.data)):
            continue
        row = before or MailAlarm(key=seen.key, since=clock.now())
        is_news = row.said != seen.state
        row.kind, row.account_id, row.data = seen.kind, seen.account_id, dict(seen.data)
        row.state = row.said = seen.state
        row.save()
        if is_news:
            data = {"kind": seen.kind.value, "state": seen.state}
            record(ALARM_RAISED, SYSTEM.through(Via.MAIL).ref, Subject("mail_alarm", row.pk), data=data)
    MailAlarm.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()


@transaction.atomic
def silence_alarm(actor: Actor, key: str) -> None:
    """I have seen it: the alarm leaves the inboxes until it comes further or again. Administrators only.

    It stays on the page of mailboxes and with the doctor. Writes `mail.alarm_silenced`; silencing it twice
    changes nothing. `NotFound` for an alarm that has ended.
    """
    require_administrator(actor)
    row = MailAlarm.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound(_("This alarm has ended."))
    if row.silenced == row.state:
        return
    row.silenced = row.state
    row.save(update_fields=["silenced"])
    data = {"kind": row.kind, "state": row.state}
    record(ALARM_SILENCED, actor.ref, Subject("mail_alarm", row.pk), data=data)
