"""What an administrator sets about taking mail."""

from __future__ import annotations

from otklik.organisation.settings import declare

SILENCE_FACTOR = declare(
    "mail.silence_factor", 3, "A mailbox silent for so many times its usual longest gap raises an alarm."
)
