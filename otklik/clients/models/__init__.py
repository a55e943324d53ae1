"""Tables of clients."""

from otklik.clients.models.acquaintance import Acquaintance
from otklik.clients.models.company import Company, CompanyDomain, CompanyPhone
from otklik.clients.models.contact import Contact, ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.models.file import ClientFile

__all__ = [
    "Acquaintance",
    "ClientFile",
    "Company",
    "CompanyDomain",
    "CompanyPhone",
    "Contact",
    "ContactEmail",
    "ContactMessenger",
    "ContactPhone",
]
