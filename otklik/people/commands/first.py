"""The first administrator of a new installation, who enrols themselves in the browser."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import text
from otklik.core.actors import SYSTEM
from otklik.core.errors import Invalid, NotPossible
from otklik.people.commands.enrol import Enrolment, enrol
from otklik.people.models import Agent, Role
from otklik.people.queries import administrators

ADMINISTRATOR = "administrator"


@transaction.atomic
def enrol_first_administrator(email: str, name: str, password: str, language: str) -> Agent:
    """Make the administrator of an installation that has none; whoever comes second is refused.

    The caller has made sure that the person may (`welcome.gate`). `NotPossible` when there is one,
    `Invalid` for a bad address or a weak password. Writes `user.created` and `agent.created`.
    """
    if not text.email_key(email):
        raise Invalid({"email": _("Enter a mail address such as name@example.com.")})
    # The role's row is the lock: two at the same moment come one after the other.
    Role.objects.select_for_update().get(code=ADMINISTRATOR)
    if administrators() or Agent.objects.filter(is_active=True, roles__code=ADMINISTRATOR).exists():
        raise NotPossible(_("This installation has an administrator already. Sign in."))
    return enrol(SYSTEM, Enrolment(email, name, (ADMINISTRATOR,), password, language))
