"""Tables of clients."""

from otklik.clients.models.acquaintance import Acquaintance
from otklik.clients.models.asset import Asset, AssetModel, AssetType, Manufacturer
from otklik.clients.models.company import Company, CompanyDomain, CompanyPhone
from otklik.clients.models.contact import Contact, ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.models.contract import Contract, ServicePeriod
from otklik.clients.models.file import ClientFile
from otklik.clients.models.membership import ContactCompany, Supervision
from otklik.clients.models.merging import Merge, MergedTickets
from otklik.clients.models.site import Site
from otklik.clients.models.word_part import WordPart

__all__ = [
    "Acquaintance",
    "Asset",
    "AssetModel",
    "AssetType",
    "ClientFile",
    "Company",
    "CompanyDomain",
    "CompanyPhone",
    "Contact",
    "ContactCompany",
    "ContactEmail",
    "ContactMessenger",
    "ContactPhone",
    "Contract",
    "Manufacturer",
    "Merge",
    "MergedTickets",
    "ServicePeriod",
    "Site",
    "Supervision",
    "WordPart",
]
