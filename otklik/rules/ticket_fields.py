"""What every ticket can be asked: how it came, what it is about, whose it is; and its custom fields.

Values are what programs name things by: codes, or uids where there is no code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contract
from otklik.clients.place_queries import directories
from otklik.core import stems
from otklik.core.actors import Via
from otklik.core.configuring.kinds import Option
from otklik.core.ids import is_uid
from otklik.core.translated import Translated
from otklik.fields.enums import Kind as FieldKind
from otklik.fields.queries import FieldInfo, fields_of
from otklik.organisation.queries import brands
from otklik.people.queries import staff
from otklik.rules.conditions import Fact, Kind, Scalar, phrase
from otklik.rules.facts import TicketFacts
from otklik.rules.registry import RuleField, declare, provide
from otklik.tickets.custom import TICKET
from otklik.tickets.models import TicketCategory
from otklik.tickets.queries.terms import working_calendar


class _Coded(Protocol):
    pk: int
    code: str
    name: Translated
    hidden: bool


WHOSE = _("Whose the ticket is")
_HOW, _WHAT, _OWN = _("How it came"), _("What it is"), _("Own fields")
_WAYS = {
    Via.MAIL: _("mail"),
    Via.PORTAL: _("portal"),
    Via.FORM: _("form on the site"),
    Via.PHONE: _("phone"),
    Via.DESK: _("by an employee"),
    Via.API: _("another program"),
}


def _options(rows: Callable[[], Iterable[_Coded]]) -> Callable[[], Sequence[Option]]:
    return lambda: [Option(row.code, str(row.name), row.hidden) for row in rows()]


def _code(rows: Callable[[], Mapping[int, _Coded]], column: str) -> Callable[[TicketFacts], Fact]:
    """How the code of a row in memory is read that a ticket's column leads to."""

    def read(facts: TicketFacts) -> Fact:
        row = rows().get(getattr(facts.ticket, column) or 0)
        return row.code if row is not None else None

    return read


def _ways() -> Sequence[Option]:
    return [Option(via.value, str(label)) for via, label in _WAYS.items()]


def _mailboxes() -> Sequence[Option]:
    rows = (a for a in catalogue().accounts.values() if a.kind == ChannelAccount.Kind.MAIL)
    return [Option(str(row.uid), row.address or row.name, not row.enabled) for row in rows]


def _mailbox(facts: TicketFacts) -> Fact:
    row = catalogue().accounts.get(facts.ticket.account_id or 0)
    return str(row.uid) if row is not None else None


def _services() -> Sequence[Option]:
    known = catalogue()
    return [Option(row.code, known.whole_name(row), row.hidden) for row in known.services.values()]


def _service(facts: TicketFacts) -> Fact:
    service = catalogue().services.get(facts.ticket.service_id or 0)
    return frozenset(step.code for step in catalogue().path_of(service)) if service else None


def _categories(facts: TicketFacts) -> Fact:
    ids = TicketCategory.objects.filter(ticket_id=facts.ticket.pk).values_list("category_id", flat=True)
    return frozenset(catalogue().categories[pk].code for pk in ids)


def agents() -> Sequence[Option]:
    """Employees by uid."""
    people = sorted(staff().agents.values(), key=lambda agent: agent.name)
    return [Option(agent.uid, agent.name, hidden=not agent.is_active) for agent in people]


def _assignee(facts: TicketFacts) -> Fact:
    agent = staff().agents.get(facts.ticket.assignee_id or 0)
    return agent.uid if agent else None


def _companies(uids: Iterable[Scalar]) -> Sequence[Option]:
    known = [str(uid) for uid in uids if is_uid(str(uid))]
    found = Company.objects.filter(uid__in=known).values_list("uid", "name", "hidden")
    return [Option(str(uid), name, hidden) for uid, name, hidden in found]


def _company(facts: TicketFacts) -> Fact:
    return str(facts.ticket.company.uid) if facts.ticket.company is not None else None


def _contracts(uids: Iterable[Scalar]) -> Sequence[Option]:
    known = [str(uid) for uid in uids if is_uid(str(uid))]
    found = Contract.objects.filter(uid__in=known).values_list("uid", "number", "hidden")
    return [Option(str(uid), number, hidden) for uid, number, hidden in found]


def _contract(facts: TicketFacts) -> Fact:
    return str(facts.ticket.contract.uid) if facts.ticket.contract is not None else None


def _company_category(facts: TicketFacts) -> Fact:
    company = facts.ticket.company
    return company.category or None if company is not None else None


def _asset_type(facts: TicketFacts) -> Fact:
    asset = facts.ticket.asset
    kind = directories().types.get(asset.type_id or 0) if asset is not None else None
    return kind.code if kind is not None else None


def _words(text: str) -> Fact:
    return phrase(stems.stems(text)) or None


def _all_words(facts: TicketFacts) -> Fact:
    return _words(f"{facts.ticket.subject}\n{facts.text}")


def _in_working_time(facts: TicketFacts) -> Fact:
    return working_calendar(facts.ticket.service_id).timetable.is_open(facts.ticket.created_at)


declare(
    RuleField(
        "type",
        _("Type"),
        Kind.CHOICE,
        _code(lambda: catalogue().types, "type_id"),
        _WHAT,
        _options(lambda: catalogue().types.values()),
    ),
    RuleField("service", _("Service"), Kind.TREE, _service, _WHAT, _services),
    RuleField(
        "priority",
        _("Priority"),
        Kind.CHOICE,
        _code(lambda: catalogue().priorities, "priority_id"),
        _WHAT,
        _options(lambda: catalogue().priorities.values()),
    ),
    RuleField(
        "categories",
        _("Categories"),
        Kind.LABELS,
        _categories,
        _WHAT,
        _options(lambda: catalogue().categories.values()),
    ),
    RuleField("subject", _("Words of the subject"), Kind.WORDS, lambda f: _words(f.ticket.subject), _WHAT),
    RuleField("text", _("Words of the subject or text"), Kind.WORDS, _all_words, _WHAT),
    RuleField(
        "asset_type",
        _("Type of equipment"),
        Kind.CHOICE,
        _asset_type,
        _WHAT,
        _options(lambda: directories().types.values()),
    ),
    RuleField("via", _("Way of registration"), Kind.CHOICE, lambda f: f.ticket.via, _HOW, _ways),
    RuleField("mailbox", _("Mailbox"), Kind.CHOICE, _mailbox, _HOW, _mailboxes),
    RuleField("working_time", _("Registered in working time"), Kind.FLAG, _in_working_time, _HOW),
    RuleField(
        "brand",
        _("Brand"),
        Kind.CHOICE,
        _code(lambda: {row.pk: row for row in brands()}, "brand_id"),
        WHOSE,
        _options(brands),
    ),
    RuleField("company", _("Company"), Kind.CHOICE, _company, WHOSE, finds="company", named=_companies),
    RuleField("contract", _("Contract"), Kind.CHOICE, _contract, WHOSE, finds="contract", named=_contracts),
    RuleField(
        "company_category",
        _("Company category"),
        Kind.CHOICE,
        _company_category,
        WHOSE,
        _options(lambda: catalogue().company_categories.values()),
    ),
    RuleField(
        "team",
        _("Team"),
        Kind.CHOICE,
        _code(lambda: staff().teams, "team_id"),
        WHOSE,
        _options(lambda: staff().teams.values()),
    ),
    RuleField("assignee", _("Assignee"), Kind.CHOICE, _assignee, WHOSE, agents),
)

_ASKED_AS = {
    FieldKind.LIST: Kind.CHOICE,
    FieldKind.TREE: Kind.TREE,
    FieldKind.MULTI: Kind.LABELS,
    FieldKind.FLAG: Kind.FLAG,
    FieldKind.AGENT: Kind.CHOICE,
    FieldKind.TEXT: Kind.WORDS,
    FieldKind.LONG: Kind.WORDS,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.MONEY: Kind.NUMBER,
}
_LISTED = (Kind.CHOICE, Kind.TREE, Kind.LABELS)


def custom() -> Iterator[RuleField]:
    """Custom fields but dates, links and what names one of very many."""
    for info in fields_of(TICKET.kind):
        kind = _ASKED_AS.get(info.kind)
        if kind is not None and not info.hidden:
            yield _of(info, kind)


def _of(info: FieldInfo, kind: Kind) -> RuleField:
    def read(facts: TicketFacts) -> Fact:
        value = (facts.ticket.custom or {}).get(info.key)
        if isinstance(value, list):
            return frozenset(str(code) for code in value)
        if isinstance(value, bool) or value is None:
            return value
        return _plain(info, kind, value)

    def options() -> Sequence[Option]:
        return [Option(o.code, str(o.name), o.hidden) for o in info.options]

    chosen = agents if info.kind is FieldKind.AGENT else options if kind in _LISTED else None
    return RuleField(info.form_name, str(info.name), kind, read, _OWN, chosen)


def _plain(info: FieldInfo, kind: Kind, value: object) -> Fact:
    """A stored value as conditions ask it: words by their stems, numbers without their fraction."""
    if kind is Kind.WORDS:
        return _words(str(value))
    if kind is Kind.NUMBER:
        number = value["amount"] / 100 if isinstance(value, Mapping) else float(str(value))
        return floor(number)
    return _with_above(info, str(value)) if kind is Kind.TREE else str(value)


def _with_above(info: FieldInfo, code: str) -> Fact:
    option = info.by_code.get(code)
    path = option.path if option else ()
    return frozenset(one.code for one in info.options if one.id in path) or frozenset({code})


provide(custom)
