"""What an employee is made of, for whoever sets up the staff. Making one makes the account they sign in
with."""

from __future__ import annotations

from typing import cast

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core import phone, text
from otklik.core.actors import ActorRef
from otklik.core.configuring.kinds import Several, Text, Wrong
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.people.commands.accounts import create_user
from otklik.people.events import AGENT_CHANGED
from otklik.people.models import Agent, User
from otklik.people.quiet import is_span
from otklik.people.shapes import roles, teams

MAX_NAME = 150
LONGEST_SPAN = 20


def _address(given: str) -> str:
    found = text.email_key(given)
    if not found:
        raise Wrong(gettext("Enter a mail address such as name@example.com."))
    return found


def _phone(given: str) -> str:
    found = phone.e164(given)
    if not found:
        raise Wrong(gettext("Enter the phone with its code: 10 digits after +7."))
    return found


def _span(given: str) -> str:
    found = given.replace("–", "-").replace(" ", "")
    if not is_span(found):
        raise Wrong(gettext("Write the hours as 22:00-08:00, from when until when; the two differ."))
    return found


def _quiet(row: Model) -> object:
    return cast("Agent", row).user.quiet


def _be_quiet(row: Model, value: object) -> None:
    """Their own choice too (`people.commands.set_preferences`)."""
    User.objects.filter(pk=cast("Agent", row).user_id).update(quiet=value or "")


def _login(row: Model) -> object:
    return cast("Agent", row).user.login


def _sign_in_by(row: Model, value: object) -> None:
    """The login is the address mails go to."""
    User.objects.filter(pk=cast("Agent", row).user_id).update(login=value, email=value)


def _check(row: Agent | None, values: Values) -> None:
    others = User.objects.filter(login=values["email"])
    if row is not None:
        others = others.exclude(pk=row.user_id)
    if others.exists():
        raise Invalid({"email": gettext("Somebody signs in with this address already.")})


def _new(by: ActorRef, values: Values) -> Agent:
    address = str(values["email"])
    return Agent(user=create_user(by, login=address, email=address))


def _derive(row: Agent, _values: Values) -> None:
    row.name_key = text.key(row.name)[:MAX_NAME]


AGENT = declare(
    Shape(
        kind="agent",
        model=Agent,
        one=_("Employee"),
        many=_("Employees"),
        event=AGENT_CHANGED,
        title=lambda row: row.name,
        check=_check,
        new=_new,
        derive=_derive,
        hidden=("is_active", False),
        order=("name_key", "id"),
        fields=(
            Field(
                "name",
                _("Name"),
                Text(limit=MAX_NAME),
                _("As clients see it under answers."),
                required=True,
                is_personal=True,
            ),
            Field(
                "email",
                _("Mail address"),
                Text(limit=254, check=_address, type="email"),
                _("They sign in with it and get mail there."),
                required=True,
                read=_login,
                write=_sign_in_by,
                is_personal=True,
            ),
            Field("position", _("Position"), Text(limit=150), default="", is_personal=True),
            Field(
                "phone", _("Phone"), Text(limit=32, check=_phone, type="tel"), default="", is_personal=True
            ),
            Field("extension", _("Extension"), Text(limit=16), default="", is_personal=True),
            Field(
                "roles",
                _("Roles"),
                Several(roles),
                _("What they may do. With several roles: all of it together."),
                required=True,
                many=True,
                default=(),
            ),
            Field(
                "teams",
                _("Teams"),
                Several(teams),
                _("Whose tickets they see and take."),
                many=True,
                default=(),
            ),
            Field(
                "quiet",
                _("Quiet hours"),
                Text(limit=LONGEST_SPAN, check=_span),
                _("As 22:00-08:00, by their own clock: letters about tickets wait. They may change it."),
                default="",
                read=_quiet,
                write=_be_quiet,
            ),
        ),
    )
)
