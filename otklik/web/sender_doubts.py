"""Why the sender of a mail may be somebody else, in words for employees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from otklik.channels.mail.doubts import Doubt


def in_sentences(doubts: Iterable[str]) -> Sequence[str]:
    """A sentence for each code; a code nobody knows any more is left out."""
    words = {
        Doubt.TWO_SENDERS: _("The mail names two senders; the first one counts."),
        Doubt.NAME_IS_AN_ADDRESS: _("The sender's name is somebody else's address."),
        Doubt.ENCODED_ADDRESS: _("The sender's address is hidden in an encoded name."),
        Doubt.DMARC_FAILED: _("The sender's domain does not vouch for this mail (DMARC failed)."),
    }
    known: dict[str, str] = {doubt.value: said for doubt, said in words.items()}
    return [known[code] for code in doubts if code in known]
