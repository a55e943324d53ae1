"""What an administrator can set about clients."""

from __future__ import annotations

from otklik.organisation.settings import declare

DEFAULT_ACCESS = declare(
    "clients.default_access",
    "own",
    "Whose requests a new contact of a company sees in the portal: own, or company (all of them).",
)
ORDER_FOR_COLLEAGUES = declare(
    "clients.order_for_colleagues",
    True,
    "Clients may register a request for a colleague of their own company, and see that one. Off: only those "
    "who see the company's requests may.",
)
CREATE_FROM_UNKNOWN = declare(
    "clients.create_from_unknown",
    True,
    "Make a contact of an unknown address that writes to us. Off: the ticket stays without a contact.",
)
SITES = declare(
    "modules.sites",
    True,
    "Sites of companies. Off: their pages, fields and programs' operations vanish, what is stored stays.",
)
ASSETS = declare(
    "modules.assets",
    True,
    "Equipment of companies. Off: its pages, fields and programs' operations vanish, what is stored stays.",
)
CONTRACTS = declare(
    "modules.contracts",
    True,
    "Contracts. Off: their pages, fields and programs' operations vanish, what is stored stays.",
)
ENDS_SOON = declare(
    "contracts.ends_soon_days", 30, "A contract is about to end when so many days of what is paid are left."
)
REMIND_BEFORE = declare(
    "contracts.remind_days",
    14,
    "The manager is mailed so many days before a service period ends, where the period names no day of its"
    " own. 0: not.",
)
CURRENCY = declare("contracts.currency", "RUB", "Currency of new contracts (ISO 4217).")
