"""The tables of deliveries and other letters, of addresses they do not reach, and of texts."""

from otklik.notifications.models.contract_letter import ContractLetter
from otklik.notifications.models.delivery import Delivery
from otklik.notifications.models.failing_address import FailingAddress
from otklik.notifications.models.house_letter import HouseLetter
from otklik.notifications.models.plain_letter import PlainLetter
from otklik.notifications.models.text import TextTemplate

__all__ = [
    "ContractLetter",
    "Delivery",
    "FailingAddress",
    "HouseLetter",
    "PlainLetter",
    "TextTemplate",
]
