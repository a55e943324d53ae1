"""Where large providers let a password for programs be made: the pages named in docs/mail.md."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def guides() -> Sequence[tuple[str, str, str]]:
    """Name, address and what to do there."""
    return [
        (_("Yandex"), "https://id.yandex.ru/security/app-passwords", _("App passwords → Mail.")),
        ("Mail.ru", "https://account.mail.ru/user/2-step-auth/passwords", _("Passwords for external apps.")),
        (
            "Gmail",
            "https://myaccount.google.com/apppasswords",
            _("2-step verification on, then App passwords."),
        ),
        ("iCloud", "https://account.apple.com", _("App-specific passwords.")),
    ]
