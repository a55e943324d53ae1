"""Letters about an account itself, to its owner: the link by which they choose a password.

They belong to no ticket, so they are no deliveries. The link is made when the letter is written and kept
nowhere; killed in between, the letter is written again under the same Message-ID.
"""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import looping, outbox, smtp
from otklik.channels.mail.composing import mail_address
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.rendering import render
from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.channels.mail.staff_invitation import staff_invitation
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.organisation.settings import LANGUAGE
from otklik.people.commands.invite import invite_path, link_for
from otklik.people.events import PASSWORD_ASKED
from otklik.people.models import User
from otklik.people.queries import staff


@later(lane="mail", network=True)
def write_to_account(event: Event) -> Effect | None:
    """Send the link of a `user.invited` or `user.password_asked`, or hold the letter in the outbox's folder.

    Nobody is written to without an address, without a mailbox to send from, or once the account is switched
    off. What a server refuses for good is not tried again: the link can be asked for once more.
    """
    user = User.objects.filter(pk=event.subject_id or 0, is_active=True).exclude(email="").first()
    box = next(iter(catalogue().mailboxes()), None)
    if user is None or box is None:
        return None
    hand_over(event, box, user.email, _letter(event, user, box))
    return None


def hand_over(event: Event, box: ChannelAccount, address: str, message: EmailMessage) -> None:
    """Send a letter that is no delivery, or hold it; what a server refuses for good is let go."""
    server = way_out_of(box)
    if server is None:
        outbox.keep(event.uid, message.as_bytes(policy=POLICY))
        return
    with suppress(smtp.RefusedForGood):
        smtp.send(server, box.sends_from, address, message)


def addressed(event: Event, box: ChannelAccount, address: str, sheet: Sheet, about: str) -> EmailMessage:
    """The letter of a sheet in its brand's look; `about` tells such letters apart in their Message-IDs."""
    faces = render(sheet)
    message = EmailMessage(POLICY)
    message["From"] = mail_address(box.sends_from, str(box.sender_name or box.title))
    message["To"] = mail_address(address, "")
    message["Subject"] = sheet.title
    message["Date"] = format_datetime(event.at)
    message["Message-ID"] = f"<otk.{about}.{event.uid.hex}@{box.sends_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[looping.LOOP_HEADER] = looping.mark(event.pk)
    message.set_content(faces.text)
    message.add_alternative(faces.html, subtype="html")
    return message


def _letter(event: Event, user: User, box: ChannelAccount) -> EmailMessage:
    forgotten = event.kind == PASSWORD_ASKED.name
    address = settings.OTKLIK_BASE_URL + invite_path(link_for(user, forgotten=forgotten))
    agent = staff().by_user.get(user.pk)
    with translation.override(user.language or LANGUAGE.get()):
        if forgotten:
            sheet = _forgotten(user, address)
        elif agent is not None:
            sheet = staff_invitation(event, user, agent, str(box.brand.name), address)
        else:
            sheet = _invited(user, address)
        own = sheet.of_brand(box.brand.accent, box.brand.address)
        return addressed(event, box, user.email, own, "account")


def _invited(user: User, address: str) -> Sheet:
    return Sheet(
        language=translation.get_language() or "ru",
        title=_("Your account at the support desk"),
        separator="",
        intro=_("You can now see your requests and answer in one place. Choose a password, and you are in."),
        html="",
        text="",
        button=Button(_("Choose a password"), address),
        facts=[Fact(_("Login"), user.login)],
        footer=[_("The link works for seven days. If you did not expect this letter, do nothing.")],
    )


def _forgotten(user: User, address: str) -> Sheet:
    return Sheet(
        language=translation.get_language() or "ru",
        title=_("A new password"),
        separator="",
        intro=_("Somebody, probably you, asked for a new password for your account."),
        html="",
        text="",
        button=Button(_("Choose a password"), address),
        facts=[Fact(_("Login"), user.login)],
        footer=[_("The link works for a day. If it was not you, do nothing: the password stays as it is.")],
    )
