"""Tables of clients."""

from otklik.clients.models.acquaintance import Acquaintance
from otklik.clients.models.company import Company, CompanyDomain
from otklik.clients.models.contact import Contact, ContactEmail, ContactPhone

__all__ = ["Acquaintance", "Company", "CompanyDomain", "Contact", "ContactEmail", "ContactPhone"]
