"""What a node of the service catalogue is made of, for whoever sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.events import SERVICE_CHANGED
from otklik.catalogue.models import Service
from otklik.catalogue.queries import CONTRACT, NAMED, catalogue
from otklik.catalogue.shapes import categories, company_categories, priorities, types
from otklik.core import text
from otklik.core.configuring.kinds import Flag, Number, One, Option, Several, Text, Words
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid, NotPossible
from otklik.organisation.calendars import calendars_to_choose
from otklik.organisation.queries import brands
from otklik.people.shapes import teams

MAX_KEY = 400
MAX_DEPTH = 5


def packages() -> Sequence[Option]:
    """Packages a node can stand in, with the way to each."""
    known = catalogue()
    rows = [row for row in known.services.values() if row.is_package]
    return [Option(row.pk, known.whole_name(row), row.hidden) for row in rows]


def _asked() -> Sequence[Option]:
    return [
        Option("type", gettext("Type")),
        Option("priority", gettext("Priority")),
        Option("categories", gettext("Categories")),
        Option("phone", gettext("Phone")),
    ]


def _required() -> Sequence[Option]:
    return [*_asked(), Option("files", gettext("a file"))]


def _brands() -> Sequence[Option]:
    return [Option(row.pk, str(row.name), row.hidden) for row in brands()]


def _ways() -> Sequence[Option]:
    return [
        Option(NAMED, gettext("companies on whose card it stands")),
        Option(CONTRACT, gettext("clients with a current contract that covers it")),
    ]


def _units() -> Sequence[Option]:
    return [Option("days", gettext("working days")), Option("hours", gettext("hours"))]


def next_code() -> str:
    """The code after the greatest that is a number, as wide as it; none yet: 1001."""
    numbers = [row.code for row in catalogue().services.values() if row.code.isdecimal()]
    greatest = max(numbers, key=int, default="1000")
    return str(int(greatest) + 1).zfill(len(greatest))


def _check(row: Service | None, values: Values) -> None:
    parent = catalogue().services.get(cast("int", values["parent"]) or 0)
    if row is not None and parent is not None and f"/{row.pk}/" in parent.path:
        raise Invalid({"parent": gettext("A package cannot stand in itself or below itself.")})
    if parent is not None and parent.path.count("/") > MAX_DEPTH:
        raise Invalid({"parent": gettext("This is too deep: at most five packages in one another.")})
    unasked = set(cast("list[str]", values["requires"])) - {*cast("list[str]", values["asks"]), "files"}
    if unasked:
        raise Invalid({"requires": gettext("What is required has to be asked for, too.")})
    if row is not None and row.is_package and not values["is_package"] and row.children.exists():
        raise Invalid({"is_package": gettext("Services stand in this package. Move them first.")})


def _may_hide(row: Service) -> None:
    if row.children.filter(hidden=False).exists():
        raise NotPossible(gettext("Services stand in this package. Hide or move them first."))


def _derive(row: Service, values: Values) -> None:
    names = cast("dict[str, str]", values["name"])
    row.name_key = text.key(" ".join([row.code, *names.values()]))[:MAX_KEY]


def _settle(row: Service, _values: Values) -> None:
    """Keep the chain of ids true for the node and everything below it."""
    parent = Service.objects.filter(pk=row.parent_id or 0).values_list("path", flat=True).first()
    path = f"{parent or '/'}{row.pk}/"
    if path == row.path:
        return
    before = row.path
    row.path = path
    row.save(update_fields=["path"])
    if before:
        for below in Service.objects.filter(path__startswith=before).exclude(pk=row.pk):
            below.path = path + below.path.removeprefix(before)
            below.save(update_fields=["path"])


SERVICE = declare(
    Shape(
        kind="service",
        model=Service,
        one=_("Service"),
        many=_("Services"),
        event=SERVICE_CHANGED,
        title=lambda row: f"{row.code} {row.name}",
        check=_check,
        derive=_derive,
        settle=_settle,
        may_hide=_may_hide,
        siblings="parent_id",
        fields=(
            Field("name", _("Title"), Words(limit=150), _("As clients call it."), required=True),
            Field(
                "code",
                _("Code"),
                Text(limit=40),
                _("What people quote: 254001. Found by search like the name."),
                required=True,
                is_unique=True,
                propose=next_code,
            ),
            Field(
                "is_package",
                _("A package: holds services, is not chosen itself"),
                Flag(),
                default=False,
            ),
            Field(
                "parent", _("Stands in"), One(packages, empty=_("the top of the catalogue")), attr="parent_id"
            ),
            Field(
                "guidance",
                _("What to know before asking"),
                Words(limit=4000, lines=4),
                _("Shown when the service is chosen: what to write, what to attach, how long it takes."),
                default={},
                group=_("For those who ask"),
            ),
            Field(
                "public",
                _("Clients may choose it"),
                Flag(),
                _("Off: for employees only."),
                default=True,
                group=_("For those who ask"),
            ),
            Field(
                "types",
                _("Allowed ticket types"),
                Several(types),
                _("None chosen: all of them."),
                many=True,
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "categories",
                _("Categories it proposes"),
                Several(categories),
                _("None chosen: all of them."),
                many=True,
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "asks",
                _("The form asks for"),
                Several(_asked),
                _("Besides subject, description and files."),
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "requires",
                _("The form does not go without"),
                Several(_required),
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "brands",
                _("Offered under these brands"),
                Several(_brands),
                _("None chosen: under every brand."),
                many=True,
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "for_categories",
                _("Only for companies of these categories"),
                Several(company_categories),
                _("None chosen: for all."),
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "only_for",
                _("Only for"),
                Several(_ways),
                _("Together with the categories: whoever fits one of them. None chosen: for all."),
                default=(),
                group=_("For those who ask"),
            ),
            Field(
                "default_type",
                _("Type of tickets that name none"),
                One(types, empty=_("the usual one")),
                attr="default_type_id",
                group=_("For those who work"),
            ),
            Field(
                "default_priority",
                _("Priority of tickets that name none"),
                One(priorities, empty=_("the usual one")),
                attr="default_priority_id",
                group=_("For those who work"),
            ),
            Field(
                "calendar",
                _("Calendar"),
                One(calendars_to_choose, empty=_("as the package above")),
                _("Working days and hours of this service."),
                attr="calendar_id",
                group=_("For those who work"),
            ),
            Field(
                "close_after",
                _("Done tickets close by themselves after"),
                Number(0, 1000),
                _("0: never."),
                if_empty=_("empty: as the package above, else the rules of the house"),
                group=_("For those who work"),
            ),
            Field(
                "close_unit",
                _("counted in"),
                One(_units, empty=_("as the package above")),
                group=_("For those who work"),
            ),
            Field(
                "team",
                _("Team"),
                One(teams, empty=_("decided by other rules")),
                _("New tickets of this service go to it."),
                attr="team_id",
                group=_("For those who work"),
            ),
        ),
    )
)
