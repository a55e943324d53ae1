"""What the forms of companies and contacts ask, and how it becomes what the commands take."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import NAMED, catalogue
from otklik.catalogue.shapes import company_categories
from otklik.clients.commands import ContactSpec, Manager, Messenger, Observers
from otklik.clients.enums import MESSENGER_NAMES, MessengerKind
from otklik.clients.openness import named_services
from otklik.clients.phones import Phone, as_typed, line_of
from otklik.core import phone
from otklik.core.configuring.kinds import Lines, One, Option, Several, Text
from otklik.core.configuring.shapes import Field
from otklik.people.shapes import agents, teams
from otklik.web.look import zones_offered

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact, Site

COMPANY_TEXTS = ("name", "category", "inn", "kpp", "tax_details", "time_zone", "email", "address", "notes")

_PHONES_HINT = _("One a line; the first is called. The kind may stand before it: mobile: +7 900 123-45-67.")


def _any(line: str) -> str:
    """Every line: the command reads it and tells what is wrong with it."""
    return line


def _languages() -> Sequence[Option]:
    return [Option("ru", "Русский"), Option("en", "English")]


def managers() -> Sequence[Option]:
    """Who can look after a client: teams, then employees."""
    people = [Option(f"agent:{o.key}", o.label, o.hidden, group=gettext("Employees")) for o in agents()]
    groups = [Option(f"team:{o.key}", o.label, o.hidden, group=gettext("Teams")) for o in teams()]
    return [*groups, *people]


def company_fields(time_zone: str = "") -> Sequence[Field]:
    """The fields of a company (`time_zone`: where it is now); services are asked where some are only for
    companies that are named."""
    fields = [_zone_field(time_zone) if field is ZONE else field for field in COMPANY_FIELDS]
    if not catalogue().is_narrowed_by(NAMED):
        return fields
    kind = Several(narrowed_services, looks="people")
    hint = _("Those that are only for companies on whose card they stand.")
    return (*fields, Field("services", _("Services open to it"), kind, hint, group=_("Services")))


def _zone_field(standing: str) -> Field:
    """Zones by their towns; the one that stands is offered, whichever it is."""
    options = [Option(zone, name) for zone, name in zones_offered(standing)]
    return replace(ZONE, kind=One(lambda: options, empty=_("as ours")))


def narrowed_services() -> Sequence[Option]:
    """Services and packages that are only for named companies, under the package they stand in."""
    known = catalogue()
    return [
        Option(row.pk, f"{row.code} {row.name}", row.hidden, group=str(known.path_of(row)[0].name))
        for row in known.services.values()
        if NAMED in row.only_for
    ]


ZONE = Field("time_zone", _("Time zone"), Text(limit=64))
COMPANY_FIELDS: Sequence[Field] = (
    Field("name", _("Title"), Text(limit=200), required=True),
    Field(
        "domains",
        _("Mail domains"),
        Lines(_any, ""),
        _("One a line: example.com. Unknown senders from there are linked to the company."),
    ),
    Field("category", _("Category"), One(company_categories, empty=_("none")), _("Contacts never see it.")),
    Field(
        "phones",
        _("Phones"),
        Lines(_any, ""),
        _PHONES_HINT,
    ),
    Field(
        "email",
        _("Mail address"),
        Text(limit=254, type="email"),
        _("The company's own mailbox: letters to its contacts go there too, as the general rules say."),
    ),
    Field("address", _("Address"), Text(limit=300)),
    ZONE,
    Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
    Field("manager", _("Looks after it"), One(managers, empty=_("nobody")), group=_("Our people")),
    Field(
        "observers",
        _("Follow its new tickets"),
        Several(managers, looks="people"),
        _("They see every new ticket of the company, whoever it is given to."),
        group=_("Our people"),
    ),
    Field(
        "inn",
        _("INN"),
        Text(limit=20),
        _("10 digits of an organisation, 12 of a person."),
        group=_("For bills"),
    ),
    Field("kpp", _("KPP"), Text(limit=20), group=_("For bills")),
    Field(
        "tax_details",
        _("Other details"),
        Text(limit=5000, lines=4),
        _("Bank, legal address, tax number of another country."),
        group=_("For bills"),
    ),
)


_OURS: Sequence[Field] = (
    Field("manager", _("Looks after them"), One(managers, empty=_("nobody")), group=_("Our people")),
    Field(
        "observers",
        _("Follow their new tickets"),
        Several(managers, looks="people"),
        _("Together with those who follow the tickets of the company."),
        group=_("Our people"),
    ),
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
        Field(
            "phones",
            _("Phones"),
            Lines(_any, ""),
            _PHONES_HINT,
        ),
        Field(
            "messengers",
            _("Messengers"),
            Lines(_any, ""),
            _("One a line, the messenger first: Telegram: @name. WhatsApp, Viber, MAX, VK, Signal, other."),
        ),
        Field(
            "copies",
            _("Addresses for copies"),
            Lines(_any, ""),
            _("One a line. They get a copy of every answer; mail from them is not taken for this contact's."),
        ),
        Field("company", _("Company"), One(companies, empty=_("a private person"))),
        Field("position", _("Position"), Text(limit=150)),
        Field("language", _("Language"), One(_languages, empty=_("as in the organisation"))),
        Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
        *_OURS,
    )


def company_values(company: Company) -> dict[str, object]:
    """What stands in the form of a company."""
    values: dict[str, object] = {name: getattr(company, name) for name in COMPANY_TEXTS}
    domains = sorted(row.domain for row in company.domains.all())
    services = {"services": named_services(company)} if catalogue().is_narrowed_by(NAMED) else {}
    return {**values, "domains": domains, "phones": _phone_lines(company), **our_people(company), **services}


def contact_values(contact: Contact) -> dict[str, object]:
    """What stands in the form of a contact."""
    return {
        "name": contact.name,
        "emails": [row.email for row in contact.emails.all()],
        "phones": _phone_lines(contact),
        "messengers": [f"{_name_of(row.kind)}: {row.address}" for row in contact.messengers.all()],
        "copies": contact.copies,
        "company": str(contact.company.uid) if contact.company else "",
        "position": contact.position,
        "language": contact.language,
        "notes": contact.notes,
        **our_people(contact),
    }


def our_people(client: Company | Contact | Site) -> dict[str, object]:
    """Manager and observers as the form shows them."""
    manager = f"team:{client.manager_team_id}" if client.manager_team_id else ""
    manager = f"agent:{client.manager_agent_id}" if client.manager_agent_id else manager
    return {"manager": manager, "observers": watchers(client.observer_agents, client.observer_teams)}


def watchers(agents: Collection[int], teams: Collection[int]) -> list[str]:
    """Observers as a box of several has them, teams first."""
    return [*(f"team:{pk}" for pk in teams), *(f"agent:{pk}" for pk in agents)]


def texts_of(given: Mapping[str, object]) -> dict[str, str]:
    """The plain texts of a company's form."""
    return {name: str(given[name]) for name in COMPANY_TEXTS}


def lines_in(value: object) -> list[str]:
    """The lines somebody typed, without empty ones."""
    return [line.strip() for line in str(value).replace(",", "\n").splitlines() if line.strip()]


def _phone_lines(client: Company | Contact) -> list[str]:
    """As people write them: +7 900 123-45-67."""
    rows = client.phones.all()
    return [line_of(Phone(phone.shown(row.phone), row.kind, row.extension)) for row in rows]


def phones_in(value: object) -> list[Phone]:
    """Phones, one a line: what no longer stands before a number is taken away."""
    return [as_typed(line) for line in lines_in(value)]


def manager_in(value: object) -> Manager:
    """`agent:5`, `team:3` or nothing; what is neither is nobody we know."""
    kind, _colon, pk = str(value or "").partition(":")
    number = int(pk) if pk.isdecimal() else None
    if kind == "agent":
        return Manager(agent_id=number)
    return Manager(team_id=number) if kind == "team" else Manager()


def observers_in(value: object) -> Observers:
    """Any number of `agent:5` and `team:3`."""
    chosen = [manager_in(one) for one in value] if isinstance(value, list) else []
    return Observers(
        [one.agent_id for one in chosen if one.agent_id is not None],
        [one.team_id for one in chosen if one.team_id is not None],
    )


def messengers_in(value: object) -> list[Messenger]:
    """`Telegram: @name`, one a line; a line without a messenger we know is told by the command."""
    codes = {_name_of(kind).casefold(): kind.value for kind in MessengerKind}
    parts = [line.partition(":") for line in str(value).splitlines() if line.strip()]
    return [Messenger(codes.get(name.strip().casefold(), ""), address.strip()) for name, _c, address in parts]


def _name_of(kind: str) -> str:
    return MESSENGER_NAMES.get(MessengerKind(kind)) or gettext("other")


def contact_spec(given: Mapping[str, object], company: Company | None) -> ContactSpec:
    """What the contact's commands take."""
    return ContactSpec(
        name=str(given["name"]),
        emails=lines_in(given["emails"]),
        phones=phones_in(given["phones"]),
        company=company,
        position=str(given["position"]),
        language=str(given["language"]) if given["language"] in ("ru", "en") else "",
        notes=str(given["notes"]),
        copies=lines_in(given["copies"]),
        messengers=messengers_in(given["messengers"]),
    )
