"""What a mass letter says, as a sheet: the words, a survey's question with its answers, the way out."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.quotes import SEPARATOR
from otklik.channels.mail.sheet import Button, Sheet
from otklik.core import html as markup
from otklik.mailings.enums import Kind
from otklik.mailings.links import survey_link, unsubscribe_link
from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.values import words_of, written_of
from otklik.mailings.wording import Words, number_of
from otklik.surveys.queries import captions


def sheet_of(recipient: Recipient) -> Sheet:
    """The letter of one recipient; the language of the letter has to be in force."""
    words, account = words_of(recipient), recipient.mailing.account
    brand = account.brand
    sheet = Sheet(
        language=words.language,
        title=words.subject,
        separator=SEPARATOR[words.language],
        intro="",
        html=markup.from_text(words.text),
        text=words.text,
        question=words.question,
        choices=_choices(recipient, words),
        signature=_signature(account, words.language),
        footer=[_why(recipient.mailing, brand.name.text(words.language))],
        leave=Button(_("Do not send me such letters"), unsubscribe_link(recipient)),
    )
    return sheet.of_brand(brand.accent, brand.address)


def _signature(account: ChannelAccount, language: str) -> Sequence[str]:
    """The mailbox's own lines below the name it writes under; nothing without such lines."""
    lines = account.signature.text(language).splitlines()
    name = account.sender_name.text(language) or account.title.text(language)
    return lines if not lines or name in lines else [name, *lines]


def _choices(recipient: Recipient, words: Words) -> Sequence[Button]:
    choices = written_of(recipient.mailing).choices
    numbers = [number_of(position, choices) for position in range(len(words.choices))]
    labels = list(words.choices)
    if labels and not choices:
        said = captions(words.language)
        labels = [f"{number}: {said[number]}" for number in numbers]
    return [
        Button(label, survey_link(recipient, number)) for label, number in zip(labels, numbers, strict=True)
    ]


def _why(mailing: Mailing, brand: str) -> str:
    if mailing.kind == Kind.SURVEY:
        return _("%(brand)s asks its clients. An answer to this letter becomes a request of its own.") % {
            "brand": brand
        }
    return _(
        "An announcement of %(brand)s to its clients. An answer to this letter becomes a request of its own."
    ) % {"brand": brand}
