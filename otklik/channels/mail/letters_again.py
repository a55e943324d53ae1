"""A letter of the house once more: by what wrote it, to the same address, under the same Message-ID."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from otklik.channels.mail.account_letters import letter_of_account
from otklik.channels.mail.alarm_letters import letters_of_alarm
from otklik.channels.mail.events import ALARM_RAISED
from otklik.channels.mail.link_letters import letter_of_link
from otklik.channels.mail.rule_letters import letters_of_rule
from otklik.channels.mail.trial_letters import letter_of_trial
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import pass_over_letter
from otklik.notifications.enums import DeliveryState
from otklik.notifications.events import LINK_ASKED, TEMPLATE_TRIED
from otklik.notifications.models import HouseLetter
from otklik.people.events import PASSWORD_ASKED, USER_INVITED
from otklik.rules.events import RULE_BROKEN

WRITERS: Mapping[str, Callable[[Event, str], Effect | None]] = {
    USER_INVITED.name: letter_of_account,
    PASSWORD_ASKED.name: letter_of_account,
    LINK_ASKED.name: letter_of_link,
    TEMPLATE_TRIED.name: letter_of_trial,
    ALARM_RAISED.name: letters_of_alarm,
    RULE_BROKEN.name: letters_of_rule,
}
"""By the event a letter was written of."""


@later(lane="mail", network=True)
def write_house_letter(event: Event) -> Effect | None:
    """Send the letter of a `house_letter.queued`. One whose occasion has passed, or whose reader has another
    address by now, is not sent, and says so."""
    letter = HouseLetter.objects.filter(pk=event.subject_id or 0, state=DeliveryState.QUEUED).first()
    if letter is None:
        return None
    origin = Event.objects.filter(pk=letter.event_id).first()
    write = WRITERS.get(origin.kind) if origin is not None else None
    effect = write(origin, letter.address) if origin is not None and write is not None else None

    def settled() -> None:
        if effect is not None:
            effect()
        pass_over_letter(letter)

    return settled
