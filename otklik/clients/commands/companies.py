"""Companies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients import tax
from otklik.clients.access import require_edit
from otklik.clients.commands.parts import keep_parts
from otklik.clients.events import COMPANY_CHANGED, COMPANY_CREATED
from otklik.clients.models import Company, CompanyDomain, CompanyPhone
from otklik.clients.phones import MAX_LINE, Phone, read_phones
from otklik.clients.phones import Given as GivenPhone
from otklik.core import clock, text
from otklik.core.errors import Conflict, Invalid, refuse_all
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
    phones: Sequence[GivenPhone] = (),
    inn: str = "",
    kpp: str = "",
    tax_details: str = "",
    time_zone: str = "",
    email: str = "",
    address: str = "",
    notes: str = "",
    brand: Brand | None = None,
) -> Company:
    """Add a company, of the default brand or this one. Needs `clients.edit`. Writes `company.created`.

    `Invalid` for an empty name, an unknown category or time zone, tax numbers that cannot be, a mail
    domain that is none or another company's, a phone without a digit; everything at once.
    """
    require_edit(actor)
    given = {
        "name": name,
        "category": category,
        "inn": inn,
        "kpp": kpp,
        "tax_details": tax_details,
        "time_zone": time_zone,
        "email": email,
        "address": address,
        "notes": notes,
    }
    company = _new(_checked(given, None, domains, phones), brand or default_brand())
    _set_domains(company, domains)
    _set_phones(company, phones)
    keep_parts([company])
    record(COMPANY_CREATED, actor.ref, Subject("company", company.pk))
    return company


def _new(values: Mapping[str, str], brand: Brand) -> Company:
    key = text.key(values["name"])[:MAX_NAME]
    return Company.objects.create(**values, name_key=key, brand=brand, created_at=clock.now())


@transaction.atomic
def change_company(
    actor: Actor,
    company: Company,
    *,
    version: int,
    values: dict[str, str],
    domains: Sequence[str],
    phones: Sequence[GivenPhone] | None = None,
) -> Company:
    """Change fields of a company (those of `FIELDS`), its domains and, where given, its phones.

    Needs `clients.edit`. `Conflict` when somebody saved it after `version` was read.
    Writes `company.changed` with the names of the fields; the same values change nothing.
    """
    require_edit(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this company meanwhile. Look at the new values and save again."))
    values = {name: value for name, value in values.items() if name in FIELDS}
    checked = _checked(values, row, domains, phones or ())
    changed = {name: value for name, value in checked.items() if value != getattr(row, name)}
    fields = [*changed, *(["domains"] if _set_domains(row, domains) else [])]
    fields += ["phones"] if phones is not None and _set_phones(row, phones) else []
    if not fields:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.name_key = text.key(row.name)[:MAX_NAME]
    row.version += 1
    row.save()
    if "name" in changed:
        keep_parts([row])
    record(
        COMPANY_CHANGED,
        actor.ref,
        Subject("company", row.pk),
        changes=[Change(name, None, None) for name in fields],
    )
    return row


def _checked(
    values: Mapping[str, str], row: Company | None, domains: Sequence[str], phones: Sequence[GivenPhone]
) -> dict[str, str]:
    """The values as they are stored; `Invalid` with all that is wrong with them, domains and phones."""
    refuse_all(
        lambda: checked_values(values, row),
        lambda: checked_domains(domains),
        lambda: checked_phones(phones, phones_of(row) if row else ()),
    )
    return checked_values(values, row)


def checked_values(values: Mapping[str, str], row: Company | None) -> dict[str, str]:
    """The values as they are stored; what is too long is cut. What stands in `row` already is let be."""
    found = {name: FIELDS[name](value) for name, value in values.items()}
    told = {
        name: why
        for name, why in ((name, _fault(name, value)) for name, value in found.items())
        if why and (row is None or getattr(row, name) != found[name])
    }
    if told:
        raise Invalid(told)
    return found


def _fault(name: str, value: str) -> str:
    """What is wrong with a value, in words; empty for nothing."""
    if not value:
        return _("Enter the company's name.") if name == "name" else ""
    check = CHECKS.get(name)
    return check(value) if check else ""


def _category_fault(code: str) -> str:
    known = catalogue().company_categories.get(code)
    if known is not None and not known.hidden:
        return ""
    return _("There is no such choice any more. Choose from the list.")


def _email_fault(address: str) -> str:
    if not text.email_key(address):
        return _("Enter a mail address such as office@example.com.")
    if address in catalogue().own_addresses:
        return _("This is one of our own mailboxes.")
    return ""


def _zone_fault(name: str) -> str:
    return "" if _is_zone(name) else _("There is no such time zone. An example: Europe/Moscow.")


def _inn_fault(inn: str) -> str:
    match tax.inn_fault(inn):
        case tax.Fault.SIGNS:
            return _("INN is written in digits only.")
        case tax.Fault.LENGTH:
            return _("INN has 10 digits for an organisation and 12 for a person.")
        case tax.Fault.CHECK:
            return _("There is no such INN: its last digits do not fit the others. Look for a mistyped one.")
    return ""


def _kpp_fault(kpp: str) -> str:
    if tax.is_kpp(kpp):
        return ""
    return _("KPP has 9 signs: four digits, two digits or Latin letters, three digits.")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such key, no key at all, a folder of keys
        return False
    return True


CHECKS: Mapping[str, Callable[[str], str]] = {
    "category": _category_fault,
    "time_zone": _zone_fault,
    "email": _email_fault,
    "inn": _inn_fault,
    "kpp": _kpp_fault,
}
FIELDS: Mapping[str, Callable[[str], str]] = {
    "name": lambda value: text.one_line(value, MAX_NAME),
    "category": lambda value: text.one_line(value, 40).lower(),
    "inn": tax.plain,
    "kpp": tax.plain,
    "tax_details": lambda value: text.storable(value).replace("\r\n", "\n").strip(),
    "time_zone": lambda value: text.one_line(value, 64),
    "email": lambda value: text.email_key(value.strip()) or text.one_line(value, 254),
    "address": lambda value: text.one_line(value, 300),
    "notes": lambda value: text.storable(value).strip(),
}


def checked_domains(domains: Sequence[str]) -> set[str]:
    """Mail domains as they are stored. `Invalid` for what is none."""
    wanted = {text.domain_key(domain): domain.strip() for domain in domains if domain.strip()}
    strange = sorted(typed for domain, typed in wanted.items() if not text.is_domain(domain))
    if strange:
        message = _("Enter a mail domain such as example.com instead of “%(domain)s”.")
        raise Invalid({"domains": message % {"domain": text.one_line(strange[0], 60)}})
    return set(wanted)


def checked_phones(given: Sequence[GivenPhone], before: Sequence[Phone] = ()) -> None:
    """`Invalid` for a line without a single digit: a company has short and foreign numbers, which stay as
    they were typed, but words are no phone. What stands already is let be."""
    kept = {one.number for one in before}
    lines = [raw if isinstance(raw, str) else raw.number for raw in given]
    words = [line.strip() for line in lines if not any(map(str.isdigit, line))]
    strange = next((line for line in words if line and line not in kept), None)
    if strange is not None:
        message = _("“%(line)s” is no phone number.") % {"line": text.one_line(strange, MAX_LINE)}
        raise Invalid({"phones": message})


def stored_phones(given: Sequence[GivenPhone], before: Sequence[Phone] = ()) -> list[Phone]:
    """A company's phones as they are stored, each once; what cannot be read is kept as it was typed."""
    found: list[Phone] = []
    for raw in given:
        known, strange = read_phones([raw], before)
        found += known or [Phone(text.one_line(line, MAX_LINE)) for line in strange]
    return list(dict.fromkeys(found))


def phones_of(company: Company) -> list[Phone]:
    """The company's phones in their order."""
    rows = CompanyPhone.objects.filter(company=company)
    return [Phone(row.phone, row.kind, row.extension) for row in rows]


def company_phone(company: Company, one: Phone, position: int) -> CompanyPhone:
    """A phone as it is stored."""
    return CompanyPhone(
        company=company, phone=one.number, kind=one.kind, extension=one.extension, position=position
    )


def _set_domains(company: Company, domains: Sequence[str]) -> bool:
    """Make these the company's domains; whether that changed anything."""
    wanted = checked_domains(domains)
    taken = CompanyDomain.objects.filter(domain__in=wanted).exclude(company=company).first()
    if taken is not None:
        raise Invalid({"domains": domain_taken(taken.domain)})
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
        raise Invalid({"domains": domain_taken(", ".join(sorted(wanted - have)))}) from error
    return True


def _set_phones(company: Company, phones: Sequence[GivenPhone]) -> bool:
    """Make these the company's phones, in this order; whether that changed anything."""
    before = phones_of(company)
    wanted = stored_phones(phones, before)
    if before == wanted:
        return False
    CompanyPhone.objects.filter(company=company).delete()
    CompanyPhone.objects.bulk_create([company_phone(company, one, n) for n, one in enumerate(wanted)])
    return True


def domain_taken(domain: str) -> str:
    """The sentence for a domain that is another company's."""
    return _("The mail domain %(domain)s belongs to another company.") % {"domain": domain}
