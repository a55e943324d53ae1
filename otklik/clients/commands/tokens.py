"""API tokens for whoever a login belongs to: an employee, a contact, or a person who is both."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.models import Contact
from otklik.core import text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid, NotFound
from otklik.people.commands.tokens import create_token
from otklik.people.models import Agent, ApiToken, User


@transaction.atomic
def issue_token(by: ActorRef, login: str, *, acts_as: str | None, name: str) -> tuple[str, str]:
    """Make a token for the account with this login or mail address; the bare token and the face it has.

    Without `acts_as` an employee's token acts as the employee. `NotFound` without such an account, `Invalid`
    when the account has not the face asked for. Writes `token.created`. The caller has checked the right.
    """
    folded = text.email_key(login) or login.strip().lower()
    user = User.objects.filter(login=folded, is_active=True).first()
    user = user or User.objects.filter(email=folded, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no account with the login %(login)s.") % {"login": login})
    faces = _faces(user)
    face = acts_as or next(iter(faces), None)
    if face is None or face not in faces:
        raise Invalid({"acts_as": _("%(login)s is no employee or contact of this kind.") % {"login": login}})
    return create_token(by, user, acts_as=face, name=name), face


def _faces(user: User) -> list[str]:
    faces = []
    if Agent.objects.filter(user=user, is_active=True).exists():
        faces.append(ApiToken.ActsAs.AGENT.value)
    if Contact.objects.filter(user=user, hidden=False).exists():
        faces.append(ApiToken.ActsAs.CONTACT.value)
    return faces
