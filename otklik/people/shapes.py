"""What teams and roles are made of, for whoever sets them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core import text
from otklik.core.configuring.codes import code_of
from otklik.core.configuring.kinds import Flag, Label, Lines, One, Option, Several, Text, Words, Wrong
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.people import rights
from otklik.people.events import ROLE_CHANGED, TEAM_CHANGED
from otklik.people.models import Role, Team
from otklik.people.queries import staff
from otklik.people.rights import EVERYTHING
from otklik.people.turn_fields import TURN_FIELDS, check_turns


def agents() -> Sequence[Option]:
    """Employees to choose from, by name; those who no longer work here are hidden."""
    people = sorted(staff().agents.values(), key=lambda agent: (not agent.is_active, agent.name))
    return [Option(a.id, a.name, hidden=not a.is_active, note=a.position) for a in people]


def teams() -> Sequence[Option]:
    """Teams to choose from, in their order."""
    return [Option(t.pk, str(t.name), t.hidden, str(t.purpose)) for t in staff().teams.values()]


def roles() -> Sequence[Option]:
    """Roles to choose from, in their order."""
    return [Option(role.pk, str(role.name), role.hidden) for role in staff().roles.values()]


def all_rights() -> Sequence[Option]:
    """Every right there is, by the package that checks it; first the one that means all."""
    everything = Option(EVERYTHING, gettext("Everything, also what comes later"), group="*")
    found = sorted(rights.known().values(), key=lambda right: right.name.partition(".")[0])
    return [
        everything,
        *(Option(right.name, str(right.label), group=right.name.partition(".")[0]) for right in found),
    ]


def code_field() -> Field:
    """The code programs use: made of the name unless given, never changed."""
    return Field(
        "code",
        _("Code"),
        Text(limit=40, check=_code),
        _("For programs and addresses: Latin letters, digits, hyphens."),
        if_empty=_("empty: made of the name"),
        is_unique=True,
        is_fixed=True,
    )


class Coded(Protocol):
    """A row with a code."""

    code: str


def give_code(row: Model, values: Values, fallback: str) -> None:
    """A code for a row that was made without one."""
    coded = cast("Coded", row)
    if not coded.code:
        rows = type(row)._default_manager
        name = cast("dict[str, str]", values["name"])
        coded.code = code_of(name, lambda code: rows.filter(code=code).exists(), fallback=fallback)


def name_field(hint: Label = "") -> Field:
    """The name in both languages."""
    return Field("name", _("Title"), Words(limit=100), hint, required=True)


def _code(given: str) -> str:
    plain = given.lower()
    if not plain.replace("-", "").replace("_", "").isalnum() or not plain.isascii():
        raise Wrong(gettext("Use Latin letters, digits and hyphens only."))
    return plain


def _check_role(_row: Role | None, values: Values) -> None:
    if not values["rights"]:
        raise Invalid({"rights": gettext("Give at least one right: a role without any lets nobody in.")})


TEAM = declare(
    Shape(
        kind="team",
        model=Team,
        one=_("Team"),
        many=_("Teams"),
        event=TEAM_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "team"),
        fields=(
            name_field(),
            code_field(),
            Field(
                "purpose",
                _("What it deals with"),
                Words(limit=1000, lines=3),
                _("And what it does not. Shown wherever somebody chooses a team."),
                default={},
            ),
            Field(
                "lead",
                _("Lead"),
                One(agents, empty=_("nobody")),
                _("Hears of low ratings and complaints."),
                attr="lead_id",
            ),
            Field("members", _("Members"), Several(agents), many=True, default=()),
            Field(
                "notify",
                _("Notification list"),
                Lines(text.email_key, _("“%(given)s” is no mail address.")),
                _("Addresses told of new tickets, one a line. A common mailbox of the team, for example."),
                default=(),
            ),
            Field(
                "is_dispatch",
                _("Takes tickets nobody was chosen for"),
                Flag(),
                _("One team does; choosing another moves it there."),
                default=False,
                is_sole=True,
            ),
            *TURN_FIELDS,
        ),
        check=check_turns,
    )
)
ROLE = declare(
    Shape(
        kind="role",
        model=Role,
        one=_("Role"),
        many=_("Roles"),
        event=ROLE_CHANGED,
        title=lambda row: str(row.name),
        check=_check_role,
        derive=lambda row, values: give_code(row, values, "role"),
        fields=(
            name_field(),
            code_field(),
            Field("rights", _("Rights"), Several(all_rights, looks="rights"), default=()),
        ),
    )
)
