"""A new employee with an account, in one step."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.people.commands.accounts import create_user
from otklik.people.commands.staff import create_agent
from otklik.people.models import Agent, Role


@dataclass(frozen=True)
class Enrolment:
    """Who joins: `email` is the login too, `roles` are codes, no password means none yet."""

    email: str
    name: str
    roles: tuple[str, ...] = ()
    password: str | None = None
    language: str = ""


@transaction.atomic
def enrol(by: ActorRef, who: Enrolment) -> Agent:
    """Make an account and the employee it belongs to. The caller has checked the right.

    `Invalid` for a login that is taken, a weak password, an empty name, a role that does not exist.
    Writes `user.created` and `agent.created`.
    """
    roles = list(Role.objects.filter(code__in=who.roles, hidden=False).order_by("position", "id"))
    strange = sorted(set(who.roles) - {role.code for role in roles})
    if strange:
        raise Invalid({"roles": _("There is no such role: %(codes)s") % {"codes": ", ".join(strange)}})
    user = create_user(by, login=who.email, email=who.email, password=who.password, language=who.language)
    return create_agent(by, user, name=who.name, roles=roles)
