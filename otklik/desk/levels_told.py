"""What the portal opens to a contact, in words for the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.commands.levels import PortalLevel, level_of
from otklik.clients.level_queries import further_companies
from otklik.clients.settings import SITES
from otklik.clients.sums import typed_sum

if TYPE_CHECKING:
    from otklik.clients.models import Contact


def levels_told(contact: Contact) -> list[tuple[str, str]]:
    """(company, what of it is open): the contact's own first, then the further ones by name."""
    own = [(contact.company.name, _told(level_of(contact)))] if contact.company else []
    return own + [(row.company.name, _told(level_of(row))) for row in further_companies(contact)]


def _told(level: PortalLevel) -> str:
    is_wide = level.access == "company"
    parts = [_("all requests of the company") if is_wide else _("their own requests")]
    if level.sees_sites and SITES.get():
        parts.append(_("those of their sites"))
    if level.sees_supervised:
        parts.append(_("those of supervised companies"))
    if level.sees_reports:
        parts.append(_("reports, once the portal has any"))
    if level.approves_up_to:
        parts.append(
            _("may approve up to %(sum)s ₽, once the portal asks") % {"sum": typed_sum(level.approves_up_to)}
        )
    return ", ".join(parts)
