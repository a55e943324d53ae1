"""The parts of the desk's client section: companies, contracts, sites, equipment, as modules are on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from otklik.clients.settings import ASSETS, CONTRACTS, SITES
from otklik.web.addresses import address_of_page

Tab = tuple[str, str, bool, str]


def client_tabs(current: str) -> list[Tab]:
    """Title, address, whether it is open, no number."""
    wanted = [
        ("companies", _("Companies"), "desk-companies", True),
        ("contacts", _("Contacts"), "desk-contacts", True),
    ]
    wanted += [("contracts", _("Contracts"), "desk-contracts", CONTRACTS.get())]
    wanted += [("sites", _("Sites"), "desk-sites", SITES.get())]
    wanted += [("assets", _("Equipment"), "desk-assets", ASSETS.get())]
    return [(title, address_of_page(name), key == current, "") for key, title, name, is_on in wanted if is_on]


def link_to(name: str, **parameters: str) -> str:
    """The page with those parameters that are filled."""
    asked = filled(**parameters)
    return f"{address_of_page(name)}?{asked}" if asked else address_of_page(name)


def filled(**parameters: str) -> str:
    """Those parameters that are filled, as they stand in an address."""
    return urlencode({key: value for key, value in parameters.items() if value})
