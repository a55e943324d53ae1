"""The letter that a service period of a contract ends, to whoever looks after it.

It belongs to no ticket, so it is no delivery; it has a row of its own. Killed after it left, it is sent again
under the same Message-ID, by which the recipient's server knows it.
"""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.delivery import LANE
from otklik.channels.mail.house_letters import hand_over
from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import settle_letter
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter
from otklik.notifications.reason_words import NO_MAILBOX
from otklik.organisation.settings import LANGUAGE, TIME_ZONE
from otklik.people.queries import staff


@later(lane=LANE, network=True)
def write_of_contract(event: Event) -> Effect | None:
    """Send the letter of a `contract_letter.queued`, or hold it in the outbox's folder."""
    related = ("period__contract__payer", "agent")
    letter = ContractLetter.objects.select_related(*related).filter(pk=event.subject_id or 0).first()
    if letter is None or letter.state != DeliveryState.QUEUED:
        return None
    box = next(iter(catalogue().mailboxes()), None)
    if box is None:
        return partial(settle_letter, letter, DeliveryState.FAILED, NO_MAILBOX)
    agent = staff().agents.get(letter.agent_id or 0)
    language = ((agent.language if agent else "") or LANGUAGE.get()).split("-")[0]
    zone = (agent.time_zone if agent else "") or TIME_ZONE.get()

    def sheet() -> Sheet:
        with timezone.override(ZoneInfo(zone)):
            return sheet_of(letter, language).of_brand(box.brand.accent, box.brand.address)

    return hand_over(letter, box, sheet, language)


def sheet_of(letter: ContractLetter, language: str) -> Sheet:
    """What the letter says, in the language in force. Sums are not in it: mail is read by others."""
    period, contract = letter.period, letter.period.contract
    ends_on = date_format(period.ends_on, "j E Y")
    names = {"number": contract.number, "day": ends_on}
    paid = _("paid") if period.paid else _("not paid")
    facts = [
        (_("Contract"), f"{contract.number} {contract.name}".strip()),
        (_("Company"), contract.payer.name),
        (_("Service period"), f"{date_format(period.starts_on, 'j E Y')} – {ends_on}, {paid}"),
    ]
    return Sheet(
        language=language,
        title=_("Contract %(number)s: the service period ends %(day)s") % names,
        separator="",
        intro=_("You look after this contract: its service period ends %(day)s.") % names,
        html="",
        text="",
        button=Button(
            _("Open the contract"), f"{settings.OTKLIK_BASE_URL}/desk/clients/contracts/{contract.uid}"
        ),
        facts=[Fact(label, value) for label, value in facts],
        footer=[_("This letter comes once, on the day that is set at the period.")],
    )
