"""Letters about alarms, to every administrator, by another way than the one that fails.

In this order: another mailbox that can send, the installation's own way, the held outbox. They belong to no
ticket, so they are no deliveries; killed in between, a letter is written again under the same Message-ID.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import outbox, smtp
from otklik.channels.mail.account_letters import addressed
from otklik.channels.mail.alarms import words_of
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.models import MailAlarm
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.sheet import Button, Sheet
from otklik.channels.mail.troubles import Trouble
from otklik.core.actors import Via
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.people.queries import AgentInfo, actor_of_agent, staff
from otklik.people.rights import ADMINISTER


@later(lane="mail", network=True)
def write_alarm(event: Event) -> Effect | None:
    """Tell every administrator of a `mail.alarm_raised` that still stands."""
    alarm = MailAlarm.objects.select_related("account").filter(pk=event.subject_id or 0).first()
    box = next(iter(_boxes(alarm)), None) if alarm else None
    if alarm is None or box is None:
        return None
    for agent in _administrators():
        _send(event, alarm, box, agent)
    return None


def _administrators() -> Iterator[AgentInfo]:
    for agent in staff().agents.values():
        if agent.is_active and agent.email and actor_of_agent(agent, Via.MAIL).has(ADMINISTER):
            yield agent


def _boxes(alarm: MailAlarm) -> list[ChannelAccount]:
    """Mailboxes to write from: those the alarm is not about before the one it is about."""
    return sorted(catalogue().mailboxes(), key=lambda box: box.pk == alarm.account_id)


def _send(event: Event, alarm: MailAlarm, box: ChannelAccount, agent: AgentInfo) -> None:
    with translation.override(agent.language):
        page = "settings-ledger" if alarm.kind == AlarmKind.UNREAD else "settings-mailboxes"
        words = words_of(alarm)
        sheet = Sheet(
            language=agent.language,
            title=_("Mail needs you"),
            separator="",
            intro=words,
            html="",
            text="",
            button=Button(_("Look at it"), settings.OTKLIK_BASE_URL + reverse(page)),
            footer=[
                _("You get this letter because you administer Otklik."),
                _("It comes once; the alarm ends by itself."),
            ],
        )
    for sender, server in _ways(alarm):
        message = addressed(event, sender, agent.email, sheet, f"alarm{agent.id}")
        try:
            smtp.send(server, sender.sends_from, agent.email, message)
        except (smtp.RefusedForGood, smtp.TryAgain):
            continue  # the next way; what none of them takes is held
        return
    held = addressed(event, box, agent.email, sheet, f"alarm{agent.id}")
    outbox.keep(uuid.uuid5(event.uid, agent.email), held.as_bytes(policy=POLICY))


def _ways(alarm: MailAlarm) -> Iterator[tuple[ChannelAccount, smtp.Server]]:
    own = smtp.server_from(settings.OTKLIK_SMTP_URL) if settings.OTKLIK_SMTP_URL else None
    for box in _boxes(alarm):
        try:
            server = way_out_of(box)
        except Trouble:
            server = None
        if server is not None and (box.pk != alarm.account_id or server == own):
            yield box, server
    if own is not None:
        yield from ((box, own) for box in _boxes(alarm)[:1])
