"""A letter that is no delivery came back: said where it is seen, its address marked."""

from __future__ import annotations

from otklik.channels.mail.inbound import Bounce
from otklik.channels.mail.letter_tokens import LetterMark, Shelf
from otklik.notifications.commands import letter_returned
from otklik.notifications.models import ContractLetter, HouseLetter


def note_letter_returned(mark: LetterMark, report: Bounce) -> None:
    """What a server reports about it; that it is still being tried changes nothing."""
    if report.action != "failed":
        return
    said = " ".join(filter(None, (report.status, report.diagnostic))) or "The mail was returned."
    letter: HouseLetter | ContractLetter | None
    if mark.shelf is Shelf.HOUSE:
        letter = HouseLetter.objects.filter(pk=mark.pk).first()
    else:
        letter = ContractLetter.objects.filter(pk=mark.pk).first()
    if letter is not None:
        letter_returned(letter, said)
