"""Writes about clients."""

from otklik.clients.commands.acquaint import acquaint
from otklik.clients.commands.companies import change_company, create_company
from otklik.clients.commands.contacts import ContactSpec, change_contact, contact_from_address, create_contact
from otklik.clients.commands.own import speak

__all__ = [
    "ContactSpec",
    "acquaint",
    "change_company",
    "change_contact",
    "contact_from_address",
    "create_company",
    "create_contact",
    "speak",
]
