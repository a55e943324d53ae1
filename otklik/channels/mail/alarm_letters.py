"""Letters about alarms, to every administrator, by another way than the one that fails.

In this order: another mailbox that can send, the installation's own way, the held outbox. They belong to no
ticket, so they are no deliveries; killed in between, a letter is written again under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import outbox, smtp
from otklik.channels.mail.alarm_words import words_of
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.house_letters import addressed, return_path
from otklik.channels.mail.models import MailAlarm
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.sheet import Button, Sheet
from otklik.channels.mail.troubles import Trouble
from otklik.channels.mail.ways import Way, hand_over
from otklik.core.actors import Via
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import begin_house_letter, note_letter_attempt, settle_letter
from otklik.notifications.enums import DeliveryState, HouseKind
from otklik.notifications.models import HouseLetter
from otklik.organisation.settings import TIME_ZONE
from otklik.people.queries import AgentInfo, actor_of_agent, staff
from otklik.people.rights import ADMINISTER


@later(lane="mail", network=True)
def write_alarm(event: Event) -> Effect | None:
    """Tell every administrator of a `mail.alarm_raised` that still stands."""
    letters_of_alarm(event)
    return None


def letters_of_alarm(event: Event, to: str = "") -> None:
    """The same, or only to one address of theirs."""
    alarm = MailAlarm.objects.select_related("account").filter(pk=event.subject_id or 0).first()
    if alarm is not None:
        tell_administrators(event, lambda agent: _sheet(alarm, agent), alarm.account_id, to)


def tell_administrators(
    event: Event, sheet_for: Callable[[AgentInfo], Sheet], about: int | None = None, to: str = ""
) -> None:
    """A letter to everybody who administers, once for the event, in their language; none without a mailbox.

    `about`: the mailbox the letter is about, the last to send it by. `to`: nobody but this address. For
    reactions, outside any transaction.
    """
    # Those the letter is not about before the one it is about.
    boxes = sorted(catalogue().mailboxes(), key=lambda box: box.pk == about)
    for agent in _administrators(to) if boxes else ():
        letter = begin_house_letter(event, HouseKind.ALARM, agent.email)
        if letter.state == DeliveryState.QUEUED:
            zone = ZoneInfo(agent.time_zone or TIME_ZONE.get())
            with translation.override(agent.language), timezone.override(zone):
                sheet = sheet_for(agent)
            _send(letter, sheet, boxes, about)


def _administrators(to: str) -> Iterator[AgentInfo]:
    for agent in staff().agents.values():
        if to not in ("", agent.email):
            continue
        if agent.is_active and agent.email and actor_of_agent(agent, Via.MAIL).has(ADMINISTER):
            yield agent


def _send(letter: HouseLetter, sheet: Sheet, boxes: Sequence[ChannelAccount], about: int | None) -> None:
    for sender, server in _ways(boxes, about):
        message, back = addressed(letter, sender, sheet), return_path(letter, sender)
        try:
            hand_over(server, sender.sends_from, letter.address, message, return_path=back)
        except (smtp.RefusedForGood, smtp.TryAgain) as trouble:
            note_letter_attempt(letter, str(trouble))
            continue  # the next way; what none of them takes is held
        outbox.drop(letter.uid)
        settle_letter(letter, DeliveryState.SENT)
        return
    outbox.keep(letter.uid, addressed(letter, boxes[0], sheet).as_bytes(policy=POLICY))
    settle_letter(letter, DeliveryState.HELD)


def _sheet(alarm: MailAlarm, agent: AgentInfo) -> Sheet:
    page = "settings-ledger" if alarm.kind == AlarmKind.UNREAD else "settings-mailboxes"
    return Sheet(
        language=agent.language,
        title=_("Mail needs you"),
        separator="",
        intro=words_of(alarm),
        html="",
        text="",
        button=Button(_("Look at it"), settings.OTKLIK_BASE_URL + reverse(page)),
        footer=[
            _("You get this letter because you administer Otklik."),
            _("It comes once; the alarm ends by itself."),
        ],
    )


def _ways(boxes: Sequence[ChannelAccount], about: int | None) -> Iterator[tuple[ChannelAccount, Way]]:
    own = smtp.server_from(settings.OTKLIK_SMTP_URL) if settings.OTKLIK_SMTP_URL else None
    for box in boxes:
        try:
            server = way_out_of(box)
        except Trouble:
            server = None
        if server is not None and (box.pk != about or server == own):
            yield box, server
    if own is not None:
        yield from ((box, own) for box in boxes[:1])
