"""Beginning, changing and ending alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.events import ALARM_RAISED
from otklik.channels.mail.models import MailAlarm
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.events import Subject, record
from otklik.people.actor import SYSTEM


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
