"""Services that stand on a company's card: open to it where a service is only for such companies."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.access import require_edit
from otklik.clients.commands.recording import relink
from otklik.clients.events import COMPANY_CHANGED
from otklik.clients.models import Company
from otklik.core.errors import Invalid
from otklik.core.events import Subject, record
from otklik.people.actor import Actor


@transaction.atomic
def set_services(actor: Actor, company: Company, services: Collection[int]) -> Company:
    """Say which services and packages (ids) stand on a company's card (REG-3). Needs `clients.edit`.

    `Invalid({"services": …})` for what is not in the catalogue. Writes `company.changed`; the same ones
    change nothing.
    """
    require_edit(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    if not set(services) <= set(catalogue().services):
        raise Invalid({"services": _("There is no such choice any more. Choose from the list.")})
    changes = relink(row, "services", set(services))
    if changes:
        row.version += 1
        row.save(update_fields=["version"])
        record(COMPANY_CHANGED, actor.ref, Subject("company", row.pk), changes=changes)
    return row
