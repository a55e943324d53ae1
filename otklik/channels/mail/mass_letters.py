"""The letters of mass messages: one recipient, one letter, sent as deliveries are (`delivery`).

A letter leaves outside any transaction and is marked in the one that acknowledges the job; killed in between
it is sent again under the same Message-ID. Pausing and stopping are seen until the last moment before it is
handed over.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import looping, mass_tokens, outbox, smtp
from otklik.channels.mail.blocked import is_blocked
from otklik.channels.mail.composing import encoding_of, fix_boundaries, mail_address
from otklik.channels.mail.delivery import ATTEMPTS, LANE
from otklik.channels.mail.mass_sheet import sheet_of
from otklik.channels.mail.passing import pass_on
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.queries import has_plus_addressing
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.rendering import render
from otklik.channels.mail.troubles import NoToken, Trouble
from otklik.channels.mail.ways import Way
from otklik.core import clock, failpoints, files
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.mailings.barring import declare_bar
from otklik.mailings.commands import (
    begin_letter,
    letter_failed,
    letter_held,
    letter_sent,
    note_letter,
    put_back,
)
from otklik.mailings.enums import LeftOut, Stage, Standing
from otklik.mailings.links import unsubscribe_link
from otklik.mailings.models import Mailing, MailingFile, Recipient
from otklik.mailings.queries import letter_of
from otklik.mailings.samples import sample_recipient
from otklik.mailings.values import written_of
from otklik.organisation.settings import TIME_ZONE
from otklik.people.queries import AgentInfo, staff

declare_bar(LeftOut.BLOCKED, is_blocked)


@dataclass(frozen=True)
class Letter:
    """The mail with its envelope; `header` is its Message-ID without brackets."""

    account: ChannelAccount
    return_path: str
    header: str
    message: EmailMessage


@later(lane=LANE, network=True)
def write_mass_letter(event: Event) -> Effect | None:
    """Send the letter of a `mass_letter.queued`, or hold it in the outbox's folder. What was taken back since
    or handed over anew is not sent by this."""
    recipient = letter_of(event.subject_id or 0)
    if recipient is None or recipient.state != Standing.QUEUED or recipient.event_id != event.pk:
        return None
    if recipient.mailing.stage != Stage.RUNNING:
        return partial(put_back, recipient)
    account = recipient.mailing.account
    if not account.enabled:
        return partial(letter_failed, recipient, "The mailbox it was to leave from is out of use.")
    try:
        way = way_out_of(account)
    except NoToken as trouble:
        return _not_now(recipient, trouble)
    except Trouble as trouble:
        return partial(letter_failed, recipient, str(trouble))
    letter = compose(recipient, account)
    if way is None:
        outbox.keep(recipient.uid, letter.message.as_bytes(policy=POLICY))
        failpoints.hit("mail.after_sending")
        return partial(letter_held, recipient, letter.header)
    return _send(recipient, letter, way)


@later(lane=LANE, network=True)
def write_test_letters(event: Event) -> Effect | None:
    """Send whoever checked a message its letters, one for each language, as the chosen contact would get
    them. Their answer is nobody's, and their links lead nowhere: there is no such recipient yet."""
    agent = staff().agents.get(event.actor_id or 0)
    mailing = Mailing.objects.select_related("account__brand").filter(pk=event.subject_id or 0).first()
    if agent is None or not agent.email or mailing is None:
        return None
    way = way_out_of(mailing.account)
    for language in written_of(mailing).languages:
        sample = sample_recipient(mailing, int(str(event.data["contact"])), language)
        message = _as_test(compose(sample, mailing.account).message, agent, event, language)
        if way is None:
            outbox.keep(uuid5(event.uid, language), message.as_bytes(policy=POLICY))
            continue
        with suppress(smtp.RefusedForGood):
            pass_on(mailing.account, way, agent.email, message)
    return None


def compose(recipient: Recipient, account: ChannelAccount) -> Letter:
    """The letter of one recipient, the same to the last byte every time.

    RFC 8058: mail programs unsubscribe by one POST. RFC 3834, section 5, and `Precedence`: nothing answers
    it by machine.
    """
    header = mass_tokens.header_of(recipient, account.sends_from.rpartition("@")[2])
    with translation.override(recipient.language), timezone.override(ZoneInfo(TIME_ZONE.get())):
        sheet = sheet_of(recipient)
        faces = render(sheet)
        message = EmailMessage(POLICY)
        sender = account.sender_name.text(recipient.language) or account.title.text(recipient.language)
        message["From"] = mail_address(account.sends_from, sender)
    message["To"] = mail_address(recipient.address, recipient.name)
    plus = has_plus_addressing(account)
    answers_to = mass_tokens.reply_address(account.address, recipient) if plus else account.address
    message["Reply-To"] = mail_address(answers_to, "")
    message["Subject"] = sheet.title
    _identify(message, recipient, header)
    message.set_content(faces.text, cte=encoding_of(faces.text))
    message.add_alternative(faces.html, subtype="html")
    _enclose(message, recipient.mailing)
    fix_boundaries(message, recipient.uid.hex)
    returns = plus and account.sends_from == account.address
    path = mass_tokens.return_path(account.address, recipient) if returns else account.sends_from
    return Letter(account, path, header, message)


def _as_test(message: EmailMessage, agent: AgentInfo, event: Event, language: str) -> EmailMessage:
    subject, domain = str(message["Subject"]), str(message["Message-ID"]).rpartition("@")[2]
    for name in ("To", "Message-ID", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"):
        del message[name]
    message["To"] = mail_address(agent.email, agent.name)
    message["Message-ID"] = f"<otk.test.{event.uid.hex}.{language}@{domain}"
    with translation.override(language):
        message["Subject"] = _("Test: %(subject)s") % {"subject": subject}
    return message


def _identify(message: EmailMessage, recipient: Recipient, header: str) -> None:
    mailing = recipient.mailing
    message["Date"] = format_datetime(mailing.started_at or clock.now())
    message["Message-ID"] = f"<{header}>"
    message["List-Id"] = f"<{mailing.uid.hex}.mailings.{header.rpartition('@')[2]}>"
    message["List-Unsubscribe"] = f"<{unsubscribe_link(recipient)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Precedence"] = "bulk"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[looping.LOOP_HEADER] = looping.mark(recipient.pk)


def _enclose(message: EmailMessage, mailing: Mailing) -> None:
    links = MailingFile.objects.filter(mailing=mailing).select_related("file__blob")
    for link in links.order_by("position", "id"):
        main, _slash, sub = link.file.content_type.partition("/")
        if not sub or main in ("multipart", "message"):
            main, sub = "application", "octet-stream"
        content = files.read_blob(link.file.blob)
        message.add_attachment(content, maintype=main, subtype=sub, filename=link.file.name)


def _send(recipient: Recipient, letter: Letter, way: Way) -> Effect | None:
    if not begin_letter(recipient):
        return None
    try:
        pass_on(letter.account, way, recipient.address, letter.message, return_path=letter.return_path)
    except smtp.RefusedForGood as refusal:
        return partial(letter_failed, recipient, str(refusal))
    except smtp.TryAgain as trouble:
        return _not_now(recipient, trouble)
    outbox.drop(recipient.uid)
    failpoints.hit("mail.after_sending")
    return partial(letter_sent, recipient, letter.header)


def _not_now(recipient: Recipient, trouble: Exception) -> Effect:
    """Tried again by the queue, until it has been tried too often."""
    if recipient.attempts + 1 >= ATTEMPTS:
        return partial(letter_failed, recipient, str(trouble))
    note_letter(recipient, str(trouble), unsure=isinstance(trouble, smtp.Unsure))
    raise trouble
