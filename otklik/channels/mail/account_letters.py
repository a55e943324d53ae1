"""Letters about an account itself, to its owner: the link by which they choose a password.

They belong to no ticket, so they are no deliveries. The link is made when the letter is written and kept
nowhere; killed in between, the letter is written again under the same Message-ID.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.house_letters import hand_over
from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.channels.mail.staff_invitation import staff_invitation
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import begin_house_letter
from otklik.notifications.enums import HouseKind
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
    return letter_of_account(event)


def letter_of_account(event: Event, to: str = "") -> Effect | None:
    """The same; with `to` only where that is still the account's address."""
    user = User.objects.filter(pk=event.subject_id or 0, is_active=True).exclude(email="").first()
    box = next(iter(catalogue().mailboxes()), None)
    if user is None or box is None or to not in ("", user.email):
        return None
    letter = begin_house_letter(event, HouseKind.ACCOUNT, user.email, user_id=user.pk)
    return hand_over(letter, box, lambda: _sheet(event, user, box), user.language)


def _sheet(event: Event, user: User, box: ChannelAccount) -> Sheet:
    forgotten = event.kind == PASSWORD_ASKED.name
    address = settings.OTKLIK_BASE_URL + invite_path(link_for(user, forgotten=forgotten))
    agent = staff().by_user.get(user.pk)
    if forgotten:
        sheet = _forgotten(user, address)
    elif agent is not None:
        sheet = staff_invitation(event, user, agent, str(box.brand.name), address)
    else:
        sheet = _invited(user, address)
    return sheet.of_brand(box.brand.accent, box.brand.address)


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
