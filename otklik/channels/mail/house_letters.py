"""How a letter that is no delivery leaves: its headers, its way out, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from django.utils import translation

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import letter_tokens, looping, outbox, smtp
from otklik.channels.mail.composing import fix_boundaries, mail_address
from otklik.channels.mail.letter_tokens import LetterMark, Shelf
from otklik.channels.mail.passing import pass_on
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.queries import has_plus_addressing
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.rendering import render
from otklik.channels.mail.sheet import Sheet
from otklik.channels.mail.troubles import NoToken, Trouble
from otklik.channels.mail.ways import Way
from otklik.core import failpoints, retrying
from otklik.core.reacting import Effect
from otklik.notifications.commands import note_letter_attempt, settle_letter
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter, HouseLetter
from otklik.organisation.settings import LANGUAGE

ATTEMPTS = retrying.NETWORK_ATTEMPTS - 1
AnyLetter = HouseLetter | ContractLetter


def hand_over(
    letter: AnyLetter, box: ChannelAccount, sheet: Callable[[], Sheet], language: str
) -> Effect | None:
    """Send a letter that is still to go, or hold it in the outbox's folder; `sheet` writes it, with the
    reader's language in force.

    What a server refuses for good is not tried again; a server that is away is, by the queue.
    """
    if letter.state != DeliveryState.QUEUED:
        return None
    try:
        way = way_out_of(box)
    except NoToken as trouble:
        return _not_now(letter, trouble)
    except Trouble as trouble:
        return partial(settle_letter, letter, DeliveryState.FAILED, str(trouble))
    with translation.override((language or LANGUAGE.get()).split("-")[0]):
        message = addressed(letter, box, sheet())
    if way is None:
        outbox.keep(letter.uid, message.as_bytes(policy=POLICY))
        failpoints.hit("mail.after_sending")
        return partial(settle_letter, letter, DeliveryState.HELD)
    return _send(letter, box, message, way)


def _send(letter: AnyLetter, box: ChannelAccount, message: EmailMessage, way: Way) -> Effect:
    try:
        pass_on(box, way, letter.address, message, return_path=return_path(letter, box))
    except smtp.RefusedForGood as refusal:
        return partial(settle_letter, letter, DeliveryState.FAILED, str(refusal))
    except smtp.TryAgain as trouble:
        return _not_now(letter, trouble)
    outbox.drop(letter.uid)
    failpoints.hit("mail.after_sending")
    return partial(settle_letter, letter, DeliveryState.SENT)


def _not_now(letter: AnyLetter, trouble: Exception) -> Effect:
    if letter.attempts + 1 >= ATTEMPTS:
        return partial(settle_letter, letter, DeliveryState.FAILED, str(trouble))
    note_letter_attempt(letter, str(trouble))
    raise trouble


def addressed(letter: AnyLetter, box: ChannelAccount, sheet: Sheet) -> EmailMessage:
    """The letter of a sheet in its brand's look, under the same Message-ID whenever it is written again."""
    faces = render(sheet)
    message = EmailMessage(POLICY)
    message["From"] = mail_address(box.sends_from, str(box.sender_name or box.title))
    message["To"] = mail_address(letter.address, "")
    message["Subject"] = sheet.title
    message["Date"] = format_datetime(letter.created_at)
    domain = box.sends_from.rpartition("@")[2]
    message["Message-ID"] = f"<{letter_tokens.header_of(_mark(letter), letter.uid, domain)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[looping.LOOP_HEADER] = looping.mark(letter.event_id)
    message.set_content(faces.text)
    message.add_alternative(faces.html, subtype="html")
    fix_boundaries(message, letter.uid.hex)
    return message


def return_path(letter: AnyLetter, box: ChannelAccount) -> str:
    """Signed where reports sent to it come back to the mailbox itself; else the sender."""
    if box.sends_from != box.address or not has_plus_addressing(box):
        return box.sends_from
    return letter_tokens.return_path(box.address, _mark(letter))


def _mark(letter: AnyLetter) -> LetterMark:
    return LetterMark(Shelf.HOUSE if isinstance(letter, HouseLetter) else Shelf.CONTRACT, letter.pk)
