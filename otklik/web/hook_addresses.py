"""The address to enter at a provider that hands mail over by HTTP."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.hooks import HookState


def address_of(state: HookState) -> str:
    """Empty where nobody hands over. Mailgun posts the mail itself to addresses that end in `/mime`."""
    if state.kind is None:
        return ""
    name = "mail-in-mime" if state.kind is HookKind.MAILGUN else "mail-in"
    return settings.OTKLIK_BASE_URL.rstrip("/") + reverse(name, args=[state.token, state.kind.value])
