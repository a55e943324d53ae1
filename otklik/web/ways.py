"""The installation's settings as a form: each declared one with its label, hint and kind.

A setting is declared by the package that obeys it (`organisation.settings`); a test holds that every one of
them stands here or among those a page does not ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import available_timezones

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.core import text
from otklik.core.configuring.kinds import Lines, One, Option, Several, Text, Wrong
from otklik.core.configuring.shapes import Field
from otklik.organisation.calendars import calendars
from otklik.web import contract_ways, mail_ways, reply_ways, routing_ways
from otklik.web.way_fields import count, switch

NUMBERS, CLOSING, RATINGS, PORTAL, MAIL, PLACE, PROGRAMS, MODULES, CONTRACTS = (
    _("Numbers"),
    _("Closing and reopening"),
    _("Ratings"),
    _("Portal and public form"),
    _("Mail and unknown senders"),
    _("Language and time"),
    _("Programs (API)"),
    _("Modules"),
    _("Contracts"),
)
NOT_ASKED = frozenset({"people.demo_logins"})
"""Kept by the program itself, or asked elsewhere."""


def _prefix(given: str) -> str:
    if not given.isalpha() or not given.isascii():
        raise Wrong(gettext("Latin letters only, such as INC."))
    return given.upper()


def _zone(given: str) -> str:
    if given not in available_timezones():
        raise Wrong(gettext("There is no such time zone. An example: Europe/Moscow."))
    return given


def _word(line: str) -> str:
    return line[:40]


def _share(line: str) -> str:
    """Per cent as a plain number, with or without its sign."""
    plain = line.removesuffix("%").strip()
    return str(int(plain)) if plain.isdecimal() and 0 < int(plain) < 100 else ""


def _units() -> Sequence[Option]:
    return [Option("days", gettext("working days")), Option("hours", gettext("hours"))]


def _calendars() -> Sequence[Option]:
    return [Option(row.code, str(row.name)) for row in calendars()]


def _choices() -> Sequence[Option]:
    return [Option("done", gettext("it is done")), Option("close", gettext("close it"))]


def _senders() -> Sequence[Option]:
    return [
        Option("anyone", gettext("Anyone")),
        Option("known", gettext("Contacts we know")),
        Option("domains", gettext("Mail domains of our companies")),
    ]


def _levels() -> Sequence[Option]:
    return [
        Option("own", gettext("Their own requests")),
        Option("company", gettext("All requests of the company")),
    ]


def _types() -> Sequence[Option]:
    return [Option(row.code, str(row.name), row.hidden) for row in catalogue().types.values()]


def _languages() -> Sequence[Option]:
    return [Option("ru", "Русский"), Option("en", "English")]


FIELDS: Sequence[Field] = (
    Field(
        "tickets.number_prefix",
        _("Letters before the number"),
        Text(limit=10, check=_prefix),
        _("New tickets only; old ones keep their numbers."),
        required=True,
        group=NUMBERS,
    ),
    count(
        "tickets.close_after",
        _("A done ticket closes by itself after"),
        _("Without an answer of the client. 0: never. A service may say otherwise."),
        CLOSING,
    ),
    Field("tickets.close_unit", _("counted in"), One(_units), required=True, group=CLOSING),
    Field(
        "tickets.close_calendar", _("by the calendar"), One(_calendars, empty=_("the default")), group=CLOSING
    ),
    count(
        "tickets.reopen_days",
        _("A client's message reopens a closed ticket for so many days"),
        _("Later a new ticket continues it."),
        CLOSING,
    ),
    switch(
        "tickets.closed_is_final",
        _("Closed is final"),
        _("A message then always makes a new ticket."),
        CLOSING,
    ),
    count(
        "tickets.remind_days",
        _("A client who was asked is reminded after so many working days"),
        _("Once. 0: never."),
        CLOSING,
    ),
    Field(
        "sla.thresholds",
        _("A deadline is told of when so much of its time is used, per cent"),
        Lines(_share, _("“%(given)s” is no number from 1 to 99."), most=5),
        _("One a line. By a letter to its assignee, the team's lead and observers; besides, when it passes."),
        group=_("Deadlines"),
    ),
    *routing_ways.fields(),
    switch(
        "tickets.answer_keeps_state",
        _("A client's answer leaves the status as it is"),
        _("Off: a ticket that waited for them returns to work."),
        CLOSING,
    ),
    switch(
        "tickets.thanks_keep_done",
        _("A word of thanks leaves done work done"),
        _("“Thanks, it works” is kept and reopens nothing; “thanks, but …” reopens."),
        CLOSING,
    ),
    Field(
        "tickets.client_choices",
        _("What clients may choose with an answer"),
        Several(_choices),
        _("Besides leaving the request as it is."),
        group=CLOSING,
    ),
    switch("surveys.on", _("Clients are asked to rate done work"), "", RATINGS),
    count(
        "surveys.closes_from",
        _("A rating of this or more closes the ticket"),
        _("1: every rating."),
        RATINGS,
        5,
    ),
    count("tickets.low_rating", _("A rating of this or less is low"), _("A lead looks at it."), RATINGS, 5),
    count("surveys.open_days", _("For so many days a done ticket can be rated"), "", RATINGS),
    count("surveys.change_days", _("For so many days a rating can be changed"), "", RATINGS),
    Field(
        "surveys.captions_ru",
        _("Words for 5, 4, 3, 2, 1 in Russian"),
        Lines(_word, "", most=5),
        _("One a line, five lines."),
        required=True,
        group=RATINGS,
    ),
    Field(
        "surveys.captions_en",
        _("Words for 5, 4, 3, 2, 1 in English"),
        Lines(_word, "", most=5),
        required=True,
        group=RATINGS,
    ),
    Field(
        "tickets.complaint_addresses",
        _("Also told of low ratings and complaints"),
        Lines(text.email_key, _("“%(given)s” is no mail address.")),
        _("Mail addresses, one a line; the team's lead is told anyway."),
        group=RATINGS,
    ),
    Field(
        "tickets.complaint_types",
        _("Types that are complaints"),
        Several(_types),
        _("A lead is told."),
        group=RATINGS,
    ),
    switch("portal.show_assignee", _("Clients see who works on their request"), "", PORTAL),
    switch("portal.ask_type", _("Clients choose the type"), "", PORTAL),
    switch("portal.ask_priority", _("Clients choose the priority"), "", PORTAL),
    switch(
        "portal.ask_categories",
        _("Clients choose categories"),
        _("Among those the service proposes."),
        PORTAL,
    ),
    switch(
        "clients.order_for_colleagues",
        _("Clients may ask for a colleague"),
        _("Of their own company; both get the letters."),
        PORTAL,
    ),
    switch("form.on", _("Requests without an account"), _("By the public form at /new."), PORTAL),
    Field(
        "form.accept_from",
        _("The public form takes requests from"),
        One(_senders),
        required=True,
        group=PORTAL,
    ),
    count("form.each_hour", _("Requests an hour from one network address"), _("By the public form."), PORTAL),
    count("form.each_address", _("Requests an hour from one mail address"), _("By the public form."), PORTAL),
    Field(
        "clients.default_access",
        _("New contacts of a company see in the portal"),
        One(_levels),
        required=True,
        group=PORTAL,
    ),
    *reply_ways.fields(),
    *mail_ways.fields(MAIL),
    Field(
        "organisation.language",
        _("Language where nothing else is known"),
        One(_languages),
        required=True,
        group=PLACE,
    ),
    Field(
        "organisation.time_zone",
        _("Time zone"),
        Text(limit=64, check=_zone),
        _("As Europe/Moscow."),
        required=True,
        group=PLACE,
    ),
    count(
        "api.requests_per_minute",
        _("Requests a minute with one key"),
        _("More are asked to wait. 0: no limit."),
        PROGRAMS,
        100_000,
    ),
    switch(
        "modules.sites",
        _("Sites of companies"),
        _("Off: their pages, fields and operations vanish; what is stored stays."),
        MODULES,
    ),
    switch(
        "modules.assets",
        _("Equipment of companies"),
        _("Off: its pages, fields and operations vanish; what is stored stays."),
        MODULES,
    ),
    *contract_ways.fields(MODULES, CONTRACTS),
)


def by_key() -> Mapping[str, Field]:
    """Every setting that is asked, by its key."""
    return {field.name: field for field in FIELDS}
