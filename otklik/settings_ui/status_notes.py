"""What stands beside statuses in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.people.actor import Actor
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.tickets.models import Status


def successors(_actor: Actor, row: Model) -> dict[str, object]:
    """Where the tickets of a status can go: those that are open while it is, or done as it is."""
    own = cast("Status", row)
    is_open = own.state in OPEN_STATES
    found = [
        (one.code, str(one.name))
        for one in workflow().statuses.values()
        if one.enabled and one.pk != own.pk and (one.state in OPEN_STATES) == is_open and not one.asks_until
    ]
    return {"successors": found, "is_system": own.system}


def moves() -> tuple[str, str, str]:
    """The page with every move at once: words, address, sign."""
    return _("Moves"), reverse("settings-status-moves"), "route"
