"""Tables of clients."""

from otklik.clients.models.acquaintance import Acquaintance
from otklik.clients.models.company import Company, CompanyDomain, CompanyPhone
from otklik.clients.models.contact import Contact, ContactEmail, ContactMessenger, ContactPhone

__all__ = [
    "Acquaintance",
    "Company",
    "CompanyDomain",
    "CompanyPhone",
    "Contact",
    "ContactEmail",
    "ContactMessenger",
    "ContactPhone",
]
