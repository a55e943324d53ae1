"""Clients from a file, many at once: each row checked by the rules of the commands, all written together.

Every function takes a batch of rows and gives an outcome for each, in their order. A row that cannot be taken
changes nothing and keeps no other back. Told again, the same rows change nothing.
"""

from otklik.clients.commands.bringing.assets import bring_assets
from otklik.clients.commands.bringing.companies import bring_companies
from otklik.clients.commands.bringing.contacts import bring_contacts
from otklik.clients.commands.bringing.contracts import bring_contracts
from otklik.clients.commands.bringing.periods import bring_periods
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome, What
from otklik.clients.commands.bringing.sites import bring_sites

__all__ = [
    "Brought",
    "Manner",
    "Outcome",
    "What",
    "bring_assets",
    "bring_companies",
    "bring_contacts",
    "bring_contracts",
    "bring_periods",
    "bring_sites",
]
