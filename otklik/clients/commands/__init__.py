"""Writes about clients."""

from otklik.clients.commands.acquaint import acquaint
from otklik.clients.commands.addresses import keep_address, strike_addresses
from otklik.clients.commands.assets import AssetSpec, change_asset, create_asset, hide_asset
from otklik.clients.commands.companies import change_company, create_company
from otklik.clients.commands.contacts import ContactSpec, change_contact, contact_from_address, create_contact
from otklik.clients.commands.contracts import (
    ContractSpec,
    change_contract,
    check_contract,
    create_contract,
    hide_contract,
)
from otklik.clients.commands.external import set_external_id
from otklik.clients.commands.fields import give_fields
from otklik.clients.commands.files import FileOwner, add_files, open_file, remove_file
from otklik.clients.commands.levels import PortalLevel, set_levels, set_supervised
from otklik.clients.commands.merge import merge_clients, undo_merge
from otklik.clients.commands.opening import set_services
from otklik.clients.commands.own import choose_letters, speak
from otklik.clients.commands.periods import (
    PeriodSpec,
    add_period,
    change_period,
    pay_period,
    remove_period,
)
from otklik.clients.commands.picture import checked_picture, remove_picture, set_picture
from otklik.clients.commands.portal_access import close_portal, open_portal
from otklik.clients.commands.reaching import Messenger
from otklik.clients.commands.reminding import remind_of_periods
from otklik.clients.commands.sites import SiteSpec, change_site, create_site, hide_site
from otklik.clients.commands.standing import (
    Client,
    Manager,
    Observers,
    hide_company,
    hide_contact,
    set_manager,
    set_observers,
)
from otklik.clients.commands.viewing import start_viewing

__all__ = [
    "AssetSpec",
    "Client",
    "ContactSpec",
    "ContractSpec",
    "FileOwner",
    "Manager",
    "Messenger",
    "Observers",
    "PeriodSpec",
    "PortalLevel",
    "SiteSpec",
    "acquaint",
    "add_files",
    "add_period",
    "change_asset",
    "change_company",
    "change_contact",
    "change_contract",
    "change_period",
    "change_site",
    "check_contract",
    "checked_picture",
    "choose_letters",
    "close_portal",
    "contact_from_address",
    "create_asset",
    "create_company",
    "create_contact",
    "create_contract",
    "create_site",
    "give_fields",
    "hide_asset",
    "hide_company",
    "hide_contact",
    "hide_contract",
    "hide_site",
    "keep_address",
    "merge_clients",
    "open_file",
    "open_portal",
    "pay_period",
    "remind_of_periods",
    "remove_file",
    "remove_period",
    "remove_picture",
    "set_external_id",
    "set_levels",
    "set_manager",
    "set_observers",
    "set_picture",
    "set_services",
    "set_supervised",
    "speak",
    "start_viewing",
    "strike_addresses",
    "undo_merge",
]
