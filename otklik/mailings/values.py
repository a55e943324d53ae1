"""What placeholders of a mass message stand for in one recipient."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.wording import Words, Written, words_for

PLACEHOLDERS: Mapping[str, Promise] = {
    "name": _("the recipient's full name"),
    "company": _("the recipient's company"),
    "address": _("the address the letter goes to"),
    "brand": _("the name of the brand the letter comes from"),
    "sender": _("the name the mailbox sends under"),
}


def written_of(mailing: Mailing) -> Written:
    """The message's words in all languages."""
    return Written(
        subject=mailing.subject.texts,
        text=mailing.text.texts,
        question=mailing.question.texts,
        choices=[{str(code): str(word) for code, word in one.items()} for one in mailing.choices],
    )


def values_of(recipient: Recipient, language: str) -> Mapping[str, str]:
    """A value for every placeholder, empty where there is nothing to say."""
    account, company = recipient.mailing.account, recipient.contact.company
    return {
        "name": recipient.name,
        "company": company.name if company else "",
        "address": recipient.address,
        "brand": account.brand.name.text(language),
        "sender": (account.sender_name or account.title).text(language),
    }


def words_of(recipient: Recipient) -> Words:
    """The letter of one recipient, in their language."""
    language = recipient.language
    return words_for(written_of(recipient.mailing), language, values_of(recipient, language))
