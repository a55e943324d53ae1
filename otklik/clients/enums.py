"""Words that stand in the tables of clients."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Named(IntEnum):
    """What is found by a part of its name (`models.WordPart`)."""

    COMPANY = 1
    SITE = 2
    ASSET = 3
    CONTRACT = 4
    CONTACT = 5


class PhoneKind(StrEnum):
    """What a telephone number is."""

    MOBILE = "mobile"
    WORK = "work"
    HOME = "home"
    FAX = "fax"
    OTHER = "other"


class MessengerKind(StrEnum):
    """Where a contact can be written to besides mail."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    VIBER = "viber"
    MAX = "max"
    VK = "vk"
    SIGNAL = "signal"
    OTHER = "other"


MESSENGER_NAMES = {
    MessengerKind.TELEGRAM: "Telegram",
    MessengerKind.WHATSAPP: "WhatsApp",
    MessengerKind.VIBER: "Viber",
    MessengerKind.MAX: "MAX",
    MessengerKind.VK: "VK",
    MessengerKind.SIGNAL: "Signal",
}
"""What they call themselves, in every language; any other one has no name here."""
