"""The tables of deliveries and of texts."""

from otklik.notifications.models.contract_letter import ContractLetter
from otklik.notifications.models.delivery import Delivery
from otklik.notifications.models.text import TextTemplate

__all__ = [
    "ContractLetter",
    "Delivery",
    "TextTemplate",
]
