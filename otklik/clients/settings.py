"""What an administrator can set about clients."""

from __future__ import annotations

from otklik.organisation.settings import declare

CREATE_FROM_UNKNOWN = declare(
    "clients.create_from_unknown",
    True,
    "Make a contact of an unknown address that writes to us. Off: the ticket stays without a contact.",
)
