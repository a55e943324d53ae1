"""What the desk cannot do yet, however well a letter went through it: told at the end of the first steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.channels.mail.standing import MailboxState, mailbox_states
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Missing:
    """A sentence, why it matters, and the page that mends it under the words of the link."""

    words: str
    why: str
    url: str
    link: str


def missing(actor: Actor) -> Sequence[Missing]:
    """Mail that nobody fetches, answers that do not leave; nothing once both are set up. For
    administrators."""
    boxes = [box for box in mailbox_states(actor) if box.account.enabled]
    found = []
    if not any(box.is_fetched for box in boxes):
        found.append(_in(boxes))
    if not sends(boxes):
        found.append(_out(boxes))
    return found


def sends(boxes: Sequence[MailboxState]) -> bool:
    """Whether answers leave: by the installation's server, or by one of every mailbox's own."""
    return bool(settings.OTKLIK_SMTP_URL) or (bool(boxes) and all(box.sends_itself for box in boxes))


def _in(boxes: Sequence[MailboxState]) -> Missing:
    return Missing(
        _("No mailbox is connected"),
        _("Letters of clients come in only where a mail server passes them to us."),
        _page(boxes),
        _("Connect a mailbox"),
    )


def _out(boxes: Sequence[MailboxState]) -> Missing:
    return Missing(
        _("Answers do not leave yet"),
        _("There is no server to send them by: they are held in the outbox, where you can read them."),
        _page([box for box in boxes if not box.sends_itself]),
        _("Name a server for outgoing mail"),
    )


def _page(boxes: Sequence[MailboxState]) -> str:
    """The form of the first of these mailboxes, or the question about one."""
    if boxes:
        return reverse("settings-mailbox", args=[boxes[0].account.uid])
    return reverse("welcome-mailbox")
