"""What ticket types, categories of tickets and companies, and priorities are made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.events import CATALOGUE_CHANGED
from otklik.catalogue.models import Category, CompanyCategory, Priority, TicketType
from otklik.catalogue.queries import catalogue
from otklik.core.configuring.kinds import Flag, Label, Number, One, Option, Words
from otklik.core.configuring.shapes import Field, Shape, declare
from otklik.people.shapes import code_field, give_code, name_field


def types() -> Sequence[Option]:
    """Ticket types to choose from, in their order."""
    rows = catalogue().types.values()
    return [Option(row.pk, str(row.name), row.hidden, str(row.guidance)) for row in rows]


def categories() -> Sequence[Option]:
    """Categories to choose from, in their order."""
    return [Option(row.pk, str(row.name), row.hidden) for row in catalogue().categories.values()]


def priorities() -> Sequence[Option]:
    """Priorities to choose from, the most urgent first."""
    return [Option(row.pk, str(row.name), row.hidden) for row in catalogue().priorities.values()]


def company_categories() -> Sequence[Option]:
    """Kinds of companies to choose from by code, in their order."""
    return [Option(row.code, str(row.name), row.hidden) for row in catalogue().company_categories.values()]


def _belongs() -> Sequence[Option]:
    return [
        Option("both", gettext("Requests and problems")),
        Option("request", gettext("Requests only")),
        Option("problem", gettext("Problems only")),
    ]


def _glyphs() -> Sequence[Option]:
    return [
        Option("low", gettext("one bar")),
        Option("norm", gettext("two bars")),
        Option("high", gettext("three bars")),
        Option("crit", gettext("filled square with a mark")),
    ]


def _guidance(hint: Label) -> Field:
    return Field("guidance", _("When to choose it"), Words(limit=2000, lines=3), hint, default={})


TYPE = declare(
    Shape(
        kind="type",
        model=TicketType,
        one=_("Ticket type"),
        many=_("Ticket types"),
        event=CATALOGUE_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "type"),
        fields=(
            name_field(),
            code_field(),
            _guidance(_("One sentence beside the name, in the reader's words.")),
            Field(
                "internal",
                _("Internal"),
                Flag(),
                _("Clients never see such tickets and get no mail about them."),
                default=False,
            ),
            Field(
                "is_default",
                _("For tickets that name no type"),
                Flag(),
                _("Mail, for example."),
                default=False,
                is_sole=True,
            ),
        ),
    )
)
CATEGORY = declare(
    Shape(
        kind="category",
        model=Category,
        one=_("Category"),
        many=_("Categories"),
        event=CATALOGUE_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "category"),
        fields=(
            name_field(),
            code_field(),
            Field(
                "belongs",
                _("Offered on"),
                One(_belongs, looks="cards"),
                _("A ticket may have several categories."),
                required=True,
                default="both",
            ),
        ),
    )
)
COMPANY_CATEGORY = declare(
    Shape(
        kind="company_category",
        model=CompanyCategory,
        one=_("Company category"),
        many=_("Company categories"),
        event=CATALOGUE_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "company"),
        fields=(
            name_field(_("Contacts never see it: neither in the portal nor in letters.")),
            code_field(),
        ),
    )
)
PRIORITY = declare(
    Shape(
        kind="priority",
        model=Priority,
        one=_("Priority"),
        many=_("Priorities"),
        event=CATALOGUE_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "priority"),
        order=("-level", "id"),
        fields=(
            name_field(),
            code_field(),
            Field(
                "level",
                _("Number"),
                Number(low=1, high=99),
                _("A higher number comes first in every list."),
                required=True,
                is_unique=True,
            ),
            _guidance(_("What makes a ticket so urgent: people read it when they choose.")),
            Field(
                "glyph",
                _("Sign"),
                One(_glyphs, looks="priority"),
                _("Read without colour: in print and by those who do not tell colours apart."),
                required=True,
                default="norm",
            ),
            Field(
                "is_default",
                _("For tickets that name no priority"),
                Flag(),
                default=False,
                is_sole=True,
            ),
        ),
    )
)
