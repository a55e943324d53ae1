"""Companies."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import COMPANY_CHANGED, COMPANY_CREATED
from otklik.clients.models import Company, CompanyDomain
from otklik.core import clock, text
from otklik.core import phone as phones
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor


@transaction.atomic
def create_company(
    actor: Actor,
    *,
    name: str,
    domains: Sequence[str] = (),
    category: str = "",
    phone: str = "",
    time_zone: str = "",
    address: str = "",
    notes: str = "",
) -> Company:
    """Add a client organisation. Needs `clients.edit`. Writes `company.created`.

    `Invalid` for an empty name or a mail domain of another company.
    """
    require_edit(actor)
    if not name.strip():
        raise Invalid({"name": _("Enter the company's name.")})
    company = Company.objects.create(
        name=name.strip(),
        name_key=text.key(name),
        category=category,
        phone=phones.e164(phone) or phone,
        time_zone=time_zone,
        address=address,
        notes=notes,
        brand=default_brand(),
        created_at=clock.now(),
    )
    _set_domains(company, domains)
    record(COMPANY_CREATED, actor.ref, Subject("company", company.pk))
    return company


@transaction.atomic
def change_company(actor: Actor, company: Company, *, version: int, values: dict[str, str], domains: Sequence[str]) -> Company:
    """Change fields of a company (name, category, phone, time_zone, address, notes) and its domains.

    Needs `clients.edit`. `Conflict` when somebody saved it after `version` was read.
    Writes `company.changed` with the names of the fields.
    """
    require_edit(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this company meanwhile. Look at the new values and save again."))
    allowed = ("name", "category", "phone", "time_zone", "address", "notes")
    changed = {k: v.strip() for k, v in values.items() if k in allowed and v.strip() != getattr(row, k)}
    if "name" in changed and not changed["name"]:
        raise Invalid({"name": _("Enter the company's name.")})
    if "name" in changed:
        row.name_key = text.key(changed["name"])
    for name, value in changed.items():
        setattr(row, name, value)
    row.version = row.version + 1
    row.save()
    _set_domains(row, domains)
    record(
        COMPANY_CHANGED, actor.ref, Subject("company", row.pk), changes=[Change(name, None, None) for name in changed]
    )
    return row


def _set_domains(company: Company, domains: Sequence[str]) -> None:
    wanted = {text.domain_key(domain) for domain in domains if domain.strip()}
    taken = CompanyDomain.objects.filter(domain__in=wanted).exclude(company=company).first()
    if taken is not None:
        message = _("The mail domain %(domain)s belongs to another company.") % {"domain": taken.domain}
        raise Invalid({"domains": message})
    CompanyDomain.objects.filter(company=company).exclude(domain__in=wanted).delete()
    have = set(CompanyDomain.objects.filter(company=company).values_list("domain", flat=True))
    CompanyDomain.objects.bulk_create([CompanyDomain(company=company, domain=d) for d in sorted(wanted - have)])
