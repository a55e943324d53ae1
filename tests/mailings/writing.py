"""Mass messages of the cast, made by the real commands, and the letters they leave."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.outbox import kept
from otklik.core.worker import drain
from otklik.mailings.audience import Audience
from otklik.mailings.commands import MailingSpec, check_mailing, create_mailing, start_mailing
from otklik.mailings.enums import Kind
from otklik.mailings.models import Mailing, Recipient
from tests import make
from tests.support.fixtures import FrozenClock

SUBJECT = {"ru": "Работы в субботу", "en": "Work on Saturday"}
TEXT = {
    "ru": "{{ name }}, добрый день!\n\nВ субботу сеть {{ company }} не работает.",
    "en": "Dear {{ name }},\n\nthe network is down.",
}
QUESTION = {"ru": "Довольны ли вы?", "en": "Are you content?"}
EVERYONE = Audience(everyone=True)


def written(
    people: make.Cast,
    *,
    audience: Audience = EVERYONE,
    kind: Kind = Kind.ANNOUNCEMENT,
    subject: Mapping[str, str] = SUBJECT,
    text: Mapping[str, str] = TEXT,
    choices: tuple[Mapping[str, str], ...] = (),
    account: ChannelAccount | None = None,
) -> Mailing:
    """A draft of the lead."""
    box = account or ChannelAccount.objects.get(name="support")
    spec = MailingSpec(
        "Суббота", box, kind, subject, text, QUESTION if kind is Kind.SURVEY else {}, choices, audience
    )
    return create_mailing(people.lead, spec)


def started(people: make.Cast, mailing: Mailing) -> Mailing:
    """Checked and started."""
    checked = check_mailing(people.lead, mailing)
    return start_mailing(people.lead, checked, version=checked.version)


def run(frozen_clock: FrozenClock, minutes: int = 1) -> None:
    """The worker works for so long, looking every second."""
    for _second in range(30 * minutes):
        drain()
        frozen_clock.move(timedelta(seconds=2))
    drain()


def letter_to(address: str) -> EmailMessage:
    """The held letter of the newest message to this address."""
    row = Recipient.objects.filter(address=address).order_by("-id")[0]
    return email.message_from_bytes(kept(row.uid), policy=email.policy.default)


def states() -> dict[str, str]:
    """Address → state, and the reason of who is left out."""
    rows = Recipient.objects.order_by("id").values_list("address", "state", "reason")
    return {address: reason or state for address, state, reason in rows}
