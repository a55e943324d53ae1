"""Companies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import COMPANY_CHANGED, COMPANY_CREATED
from otklik.clients.models import Company, CompanyDomain
from otklik.core import clock, text
from otklik.core import phone as phones
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.organisation.models import Brand
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor

MAX_NAME = 200


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
    brand: Brand | None = None,
) -> Company:
    """Add a client organisation, of the default brand or this one. Needs `clients.edit`. Writes
    `company.created`.

    `Invalid` for an empty name, an unknown time zone, or a mail domain that is none or another company's.
    """
    require_edit(actor)
    given = {
        "name": name,
        "category": category,
        "phone": phone,
        "time_zone": time_zone,
        "address": address,
        "notes": notes,
    }
    values = _checked(given)
    company = Company.objects.create(
        **values, name_key=text.key(name)[:MAX_NAME], brand=brand or default_brand(), created_at=clock.now()
    )
    _set_domains(company, domains)
    record(COMPANY_CREATED, actor.ref, Subject("company", company.pk))
    return company


@transaction.atomic
def change_company(
    actor: Actor, company: Company, *, version: int, values: dict[str, str], domains: Sequence[str]
) -> Company:
    """Change fields of a company (name, category, phone, time_zone, address, notes) and its domains.

    Needs `clients.edit`. `Conflict` when somebody saved it after `version` was read.
    Writes `company.changed` with the names of the fields; the same values change nothing.
    """
    require_edit(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this company meanwhile. Look at the new values and save again."))
    checked = _checked({name: value for name, value in values.items() if name in FIELDS})
    changed = {name: value for name, value in checked.items() if value != getattr(row, name)}
    fields = [*changed, *(["domains"] if _set_domains(row, domains) else [])]
    if not fields:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.name_key = text.key(row.name)[:MAX_NAME]
    row.version += 1
    row.save()
    record(
        COMPANY_CHANGED,
        actor.ref,
        Subject("company", row.pk),
        changes=[Change(name, None, None) for name in fields],
    )
    return row


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are stored; what is too long is cut."""
    found = {name: FIELDS[name](value) for name, value in values.items()}
    if found.get("name") == "":
        raise Invalid({"name": _("Enter the company's name.")})
    if found.get("time_zone") and not _is_zone(found["time_zone"]):
        raise Invalid({"time_zone": _("There is no such time zone. An example: Europe/Moscow.")})
    return found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such key, no key at all, a folder of keys
        return False
    return True


def _phone(value: str) -> str:
    return phones.e164(value) or text.one_line(value, 32)


FIELDS: Mapping[str, Callable[[str], str]] = {
    "name": lambda value: text.one_line(value, MAX_NAME),
    "category": lambda value: text.one_line(value, 40),
    "phone": _phone,
    "time_zone": lambda value: text.one_line(value, 64),
    "address": lambda value: text.one_line(value, 300),
    "notes": lambda value: text.storable(value).strip(),
}


def _set_domains(company: Company, domains: Sequence[str]) -> bool:
    """Make these the company's domains; whether that changed anything."""
    wanted = {text.domain_key(domain) for domain in domains if domain.strip()}
    strange = sorted(domain for domain in wanted if not text.is_domain(domain))
    if strange:
        message = _("Enter a mail domain such as example.com instead of “%(domain)s”.")
        raise Invalid({"domains": message % {"domain": strange[0]}})
    taken = CompanyDomain.objects.filter(domain__in=wanted).exclude(company=company).first()
    if taken is not None:
        raise Invalid({"domains": _taken(taken.domain)})
    have = set(CompanyDomain.objects.filter(company=company).values_list("domain", flat=True))
    if have == wanted:
        return False
    CompanyDomain.objects.filter(company=company).exclude(domain__in=wanted).delete()
    try:
        with transaction.atomic():
            new = [CompanyDomain(company=company, domain=domain) for domain in sorted(wanted - have)]
            CompanyDomain.objects.bulk_create(new)
    except IntegrityError as error:
        # Somebody else gave the domain to another company since it was looked up.
        raise Invalid({"domains": _taken(", ".join(sorted(wanted - have)))}) from error
    return True


def _taken(domain: str) -> str:
    return _("The mail domain %(domain)s belongs to another company.") % {"domain": domain}
