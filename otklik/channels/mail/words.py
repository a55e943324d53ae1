"""The words of a mail as the content of a message."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.looks import without_remote
from otklik.tickets.content import Content, from_html, from_text


def opening_words(mail: InboundMail) -> Content:
    """For a mail that opens a ticket. One that passes a conversation on is kept whole: it is the question."""
    if mail.is_forward or mail.is_reply:
        return _content(mail.full_html or mail.html, mail.full_text or mail.text, "")
    return new_words(mail)


def new_words(mail: InboundMail) -> Content:
    """For a mail that continues a thread: the new part; the whole text is kept beside it."""
    whole = mail.full_text if mail.full_text.strip() != mail.text.strip() else ""
    return _content(mail.html, mail.text, whole)


def subject_of(mail: InboundMail) -> str:
    """What the ticket is called: the subject, else the first words, else a plain sentence."""
    first = next((line for line in mail.text.splitlines() if line.strip()), "")
    return mail.subject.strip() or first[:120].strip() or _("Mail without a subject")


def _content(html: str, text: str, full_text: str) -> Content:
    content = from_html(without_remote(html), text, full_text) if html.strip() else from_text(text)
    if content.is_empty:
        return from_text(_("The mail has no text."))
    return Content(content.html, content.text, full_text)
