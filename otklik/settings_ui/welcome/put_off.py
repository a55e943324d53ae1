"""A mailbox whose connecting was put off: its address is kept, and the wizard goes on with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otklik.channels.mail.commands import change_mailbox, create_mailbox
from otklik.channels.mail.mailbox_spec import MailboxSpec
from otklik.channels.mail.standing import mailbox_spec_of, mailbox_states
from otklik.core.text import email_key
from otklik.people.actor import Actor
from otklik.settings_ui import mailbox_form

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount


def mailbox_for(actor: Actor, address: str) -> ChannelAccount | None:
    """The mailbox without servers that has this address; or the only one there is, so that its address can be
    corrected. Administrators only."""
    boxes = mailbox_states(actor)
    bare = [box.account for box in boxes if not box.is_fetched and not box.sends_itself]
    named = [one for one in bare if email_key(one.address) == email_key(address)] if address.strip() else []
    alone = bare if len(boxes) == 1 else []
    return next(iter([*named, *alone]), None)


def connected(actor: Actor) -> Sequence[ChannelAccount]:
    """Mailboxes in use whose mail is taken from a server. Administrators only."""
    return [box.account for box in mailbox_states(actor) if box.is_fetched and box.account.enabled]


def values_of(actor: Actor, account: ChannelAccount | None) -> dict[str, object]:
    """What stands in the form; a title that only repeats the address follows it."""
    if account is None:
        return {**mailbox_form.values_of(None), "is_default": True}
    values = mailbox_form.values_of(mailbox_spec_of(actor, account))
    is_said = any(words != account.address for words in account.title.texts.values())
    return values if is_said else {**values, "title": {}}


def keep(actor: Actor, account: ChannelAccount | None, spec: MailboxSpec) -> None:
    """Add the mailbox, or change the one that was put off. Writes what the mail commands write."""
    if account is None:
        create_mailbox(actor, spec)
    else:
        change_mailbox(actor, account, spec)
