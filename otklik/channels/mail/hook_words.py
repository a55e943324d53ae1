"""What was wrong with mail that was handed over by HTTP, in words for administrators."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.channels.mail.enums import HookTrouble


def in_words(trouble: HookTrouble) -> str:
    """A sentence without its capital: it stands behind a colon."""
    return {
        HookTrouble.FORGED: _(
            "a request was refused: its signature does not fit. Is the key the provider's?"
        ),
        HookTrouble.NOT_RAW: _("the provider left the mail itself out. See how to set it up."),
        HookTrouble.NOT_A_MAIL: _("what was posted is no mail in the provider's form."),
        HookTrouble.UNPROVEN: _("the provider's certificate could not be fetched; it tries again."),
        HookTrouble.NOT_FETCHED: _(
            "a mail lies in Amazon S3 and could not be read there. Is the access key entered, and may it read"
            " the bucket (s3:GetObject)?"
        ),
    }[trouble]
