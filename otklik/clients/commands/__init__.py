"""Writes about clients."""

from otklik.clients.commands.acquaint import acquaint
from otklik.clients.commands.companies import change_company, create_company
from otklik.clients.commands.contacts import ContactSpec, change_contact, contact_from_address, create_contact
from otklik.clients.commands.files import FileOwner, add_files, open_file, remove_file
from otklik.clients.commands.own import choose_letters, speak
from otklik.clients.commands.portal_access import close_portal, open_portal
from otklik.clients.commands.reaching import Messenger
from otklik.clients.commands.standing import (
    Client,
    Manager,
    Observers,
    hide_company,
    hide_contact,
    set_manager,
    set_observers,
)

__all__ = [
    "Client",
    "ContactSpec",
    "FileOwner",
    "Manager",
    "Messenger",
    "Observers",
    "acquaint",
    "add_files",
    "change_company",
    "change_contact",
    "choose_letters",
    "close_portal",
    "contact_from_address",
    "create_company",
    "create_contact",
    "hide_company",
    "hide_contact",
    "open_file",
    "open_portal",
    "remove_file",
    "set_manager",
    "set_observers",
    "speak",
]
