"""What the forms of companies and contacts ask, and how it becomes what the commands take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.clients.commands import ContactSpec, Manager
from otklik.core.configuring.kinds import Lines, One, Option, Text
from otklik.core.configuring.shapes import Field
from otklik.people.shapes import agents, teams

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

COMPANY_TEXTS = ("name", "category", "phone", "time_zone", "address", "notes")


def _any(line: str) -> str:
    """Every line: the command reads it and tells what is wrong with it."""
    return line


def _kinds() -> Sequence[Option]:
    return [
        Option("client", gettext("client")),
        Option("vip", gettext("VIP")),
        Option("partner", gettext("partner")),
    ]


def _access() -> Sequence[Option]:
    return [
        Option("own", gettext("Their own"), note=gettext("requests they made or that were made for them")),
        Option("company", gettext("The company's"), note=gettext("reads, answers and closes all of them")),
    ]


def _languages() -> Sequence[Option]:
    return [Option("ru", "Русский"), Option("en", "English")]


def _managers() -> Sequence[Option]:
    people = [Option(f"agent:{o.key}", o.label, o.hidden, group=gettext("Employees")) for o in agents()]
    groups = [Option(f"team:{o.key}", o.label, o.hidden, group=gettext("Teams")) for o in teams()]
    return [*groups, *people]


COMPANY_FIELDS: Sequence[Field] = (
    Field("name", _("Title"), Text(limit=200), required=True),
    Field(
        "domains",
        _("Mail domains"),
        Lines(_any, ""),
        _("One a line: example.com. Unknown senders from there are linked to the company."),
    ),
    Field("category", _("Category"), One(_kinds, empty=_("none")), _("Contacts never see it.")),
    Field("manager", _("Looks after it"), One(_managers, empty=_("nobody"))),
    Field("phone", _("Phone"), Text(limit=32, type="tel")),
    Field("address", _("Address"), Text(limit=300)),
    Field("time_zone", _("Time zone"), Text(limit=64), _("As Europe/Moscow. Empty: ours.")),
    Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
)


def contact_fields(companies: Callable[[], Sequence[Option]]) -> Sequence[Field]:
    """The fields of a contact; `companies` are those that can be chosen."""
    return (
        Field("name", _("Name"), Text(limit=150), required=True),
        Field(
            "emails",
            _("Mail addresses"),
            Lines(_any, ""),
            _("One a line. Mails go to the first; mail from any of them is recognised."),
        ),
        Field("phones", _("Phones"), Lines(_any, ""), _("One a line, with the code: +7 900 123-45-67.")),
        Field("company", _("Company"), One(companies, empty=_("a private person"))),
        Field("position", _("Position"), Text(limit=150)),
        Field("language", _("Language"), One(_languages, empty=_("as in the organisation"))),
        Field(
            "access",
            _("Which requests they see in the portal"),
            One(_access, looks="cards"),
            required=True,
            default="own",
        ),
        Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
    )


def company_values(company: Company) -> dict[str, object]:
    """What stands in the form of a company."""
    values: dict[str, object] = {name: getattr(company, name) for name in COMPANY_TEXTS}
    manager = ""
    if company.manager_agent_id:
        manager = f"agent:{company.manager_agent_id}"
    elif company.manager_team_id:
        manager = f"team:{company.manager_team_id}"
    domains = sorted(row.domain for row in company.domains.all())
    return {**values, "domains": domains, "manager": manager}


def contact_values(contact: Contact) -> dict[str, object]:
    """What stands in the form of a contact."""
    return {
        "name": contact.name,
        "emails": [row.email for row in contact.emails.all()],
        "phones": [row.phone for row in contact.phones.all()],
        "company": str(contact.company.uid) if contact.company else "",
        "position": contact.position,
        "language": contact.language,
        "access": contact.access,
        "notes": contact.notes,
    }


def texts_of(given: Mapping[str, object]) -> dict[str, str]:
    """The plain texts of a company's form."""
    return {name: str(given[name]) for name in COMPANY_TEXTS}


def lines_in(value: object) -> list[str]:
    """The lines somebody typed, without empty ones."""
    return [line.strip() for line in str(value).replace(",", "\n").splitlines() if line.strip()]


def manager_in(value: object) -> Manager:
    """`agent:5`, `team:3` or nothing; what is neither is nobody we know."""
    kind, _colon, pk = str(value or "").partition(":")
    number = int(pk) if pk.isdecimal() else None
    if kind == "agent":
        return Manager(agent_id=number)
    return Manager(team_id=number) if kind == "team" else Manager()


def contact_spec(given: Mapping[str, object], company: Company | None) -> ContactSpec:
    """What the contact's commands take."""
    return ContactSpec(
        name=str(given["name"]),
        emails=lines_in(given["emails"]),
        phones=lines_in(given["phones"]),
        company=company,
        position=str(given["position"]),
        language=str(given["language"]) if given["language"] in ("ru", "en") else "",
        access=str(given["access"]) if given["access"] in ("own", "company") else "own",
        notes=str(given["notes"]),
    )
