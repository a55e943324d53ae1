"""Alarms about mail: found by a sweep, shown to administrators, ended by themselves.

Each is mailed once for each of its states, by another way than the one that fails (`alarm_letters`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import watchful
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.alarm_words import words_of
from otklik.channels.mail.commands.alarms import Seen, keep_alarms
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.models import (
    InboundRaw,
    MailAlarm,
    MailGrant,
    MailHook,
    MailRefusal,
    MailServer,
    OAuthClient,
)
from otklik.channels.mail.queries import unread_mails
from otklik.channels.mail.settings import SILENCE_FACTOR
from otklik.channels.mail.waiting import letters_waiting
from otklik.core import clock
from otklik.people.actor import Actor

REMEMBERED = timedelta(days=1)
LOOKED_BACK = 200  # mails of a mailbox by which its usual gaps are known


@dataclass(frozen=True)
class Alarm:
    """One alarm in words. `account` is the mailbox it is about, if it is about one. `key` names it;
    `silenced`: an administrator has seen it as it is."""

    key: str
    kind: AlarmKind
    words: str
    since: datetime
    account: ChannelAccount | None = field(default=None, compare=False)
    silenced: bool = False


def watch() -> int:
    """See what is wrong now, begin and end alarms accordingly; how many there are. A sweep calls it.

    Writes `mail.alarm_raised` for what is to be mailed.
    """
    found = [*_fetching(), *_grants(), *_secrets(), *_silent(), *_unread(), *_refusing(), *_sending()]
    keep_alarms(found)
    return len(found)


def alarms(actor: Actor) -> Sequence[Alarm]:
    """What is wrong now, the oldest first. Administrators only; one small query."""
    require_administrator(actor)
    return standing_alarms()


def loud_alarms(actor: Actor) -> Sequence[Alarm]:
    """The same without what was silenced."""
    return [one for one in alarms(actor) if not one.silenced]


def standing_alarms() -> Sequence[Alarm]:
    """The same for the doctor: no access is checked."""
    rows = MailAlarm.objects.select_related("account").order_by("since", "pk")
    return [_alarm(row) for row in rows]


def _alarm(row: MailAlarm) -> Alarm:
    silenced = row.silenced == row.state
    return Alarm(row.key, AlarmKind(row.kind), words_of(row), row.since, row.account, silenced)


def _fetching() -> Iterator[Seen]:
    now = clock.now()
    failing = MailServer.objects.filter(account__enabled=True, polling__failures__gte=watchful.FAILURES)
    for server in failing.exclude(host="").select_related("polling"):
        if watchful.is_failing(server.polling.failures, server.polling.succeeded_at, now):
            data = {"error": server.polling.error}
            key = f"fetching:{server.account_id}"
            yield Seen(key, AlarmKind.FETCHING, "failing", data, server.account_id)


def _grants() -> Iterator[Seen]:
    for grant in MailGrant.objects.filter(account__enabled=True):
        key = f"token:{grant.account_id}"
        if grant.refused_at is not None:
            yield Seen(key, AlarmKind.TOKEN, "refused", {"error": grant.error}, grant.account_id)
        elif grant.ends_at is not None:
            yield from _ending(key, AlarmKind.TOKEN, grant.ends_at, {}, grant.account_id)


def _secrets() -> Iterator[Seen]:
    for client in OAuthClient.objects.exclude(secret_ends=None):
        if client.secret_ends is not None:
            ends = datetime.combine(client.secret_ends, time.max, UTC)
            yield from _ending(f"secret:{client.pk}", AlarmKind.SECRET, ends, {"name": client.name}, None)


def _ending(
    key: str, kind: AlarmKind, ends: datetime, data: Mapping[str, object], account_id: int | None
) -> Iterator[Seen]:
    now = clock.now()
    step = watchful.step_before(ends, now)
    if step is not None:
        days = max((ends - now).days, 0)
        yield Seen(key, kind, str(step), {**data, "days": days}, account_id)


def _silent() -> Iterator[Seen]:
    now = clock.now()
    for box in catalogue().mailboxes():
        newest = InboundRaw.objects.filter(account=box).order_by("-id")[:LOOKED_BACK]
        arrivals = list(newest.values_list("received_at", flat=True))
        longest = watchful.longest_usual_silence(arrivals, SILENCE_FACTOR.get())
        if longest is not None and now - arrivals[0] > longest:
            hours = int((now - arrivals[0]).total_seconds() // 3600)
            yield Seen(f"silent:{box.pk}", AlarmKind.SILENT, "silent", {"hours": hours}, box.pk)


def _refusing() -> Iterator[Seen]:
    """Ways in by HTTP whose last request was not taken; over when one is, or after a quiet day."""
    hooks = MailHook.objects.filter(account__enabled=True, troubled_at__gt=clock.now() - REMEMBERED)
    for hook in hooks.exclude(kind="").exclude(trouble=""):
        data = {"trouble": hook.trouble}
        yield Seen(f"hook:{hook.account_id}", AlarmKind.HOOK, hook.trouble, data, hook.account_id)


def _sending() -> Iterator[Seen]:
    """Ways out that believed no letter lately, each time for our password, key or token."""
    refused = MailRefusal.objects.filter(account__enabled=True, refusals__gte=watchful.REFUSALS)
    for row in refused.select_related("account").order_by("account_id"):
        own = MailServer.objects.filter(account=row.account).exclude(smtp_host="").exists()
        data = {
            "error": row.said,
            "host": row.host,
            "first": row.since.isoformat(),
            "number": letters_waiting(row.account),
            "house": not own,
        }
        yield Seen(f"sending:{row.account_id}", AlarmKind.SENDING, "refused", data, row.account_id)


def _unread() -> Iterator[Seen]:
    number = sum(unread_mails().values())
    if number:
        yield Seen("unread", AlarmKind.UNREAD, watchful.grown(number), {"number": number}, None)
