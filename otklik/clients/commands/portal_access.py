"""A contact's way into the portal: an account with an invitation, or none."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_giving_access
from otklik.clients.events import CONTACT_CHANGED
from otklik.clients.models import Contact, ContactEmail
from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.commands.accounts import create_user, switch_account
from otklik.people.commands.invite import invite
from otklik.people.models import Agent, User


@transaction.atomic
def open_portal(actor: Actor, contact: Contact) -> str:
    """Let a contact sign in to the portal; the token of an invitation to choose a password.

    Needs `clients.give_access`. The login is their first mail address. An account that was closed is opened
    again. An employee's own account with this address becomes the contact's too (decision 21), without an
    invitation (empty): whoever has the link owns the account. `Invalid({"emails": …})` without an address,
    `NotPossible` when another contact signs in with it. Writes `contact.changed`, `user.invited`.
    """
    require_giving_access(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.user is None:
        row.user = _account(actor, row)
        row.version += 1
        row.save(update_fields=["user", "version"])
        change = Change("may_sign_in", False, True)
        record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=[change])
    if Agent.objects.filter(user=row.user).exists():
        return ""
    switch_account(actor.ref, row.user, is_active=True)
    return invite(actor.ref, row.user)


@transaction.atomic
def close_portal(actor: Actor, contact: Contact) -> Contact:
    """Let a contact sign in no longer; mail and personal links go on working.

    Needs `clients.give_access`. An employee's own account stays theirs. Writes `contact.changed`; twice
    changes nothing.
    """
    require_giving_access(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.user is None:
        return row
    user, row.user = row.user, None
    row.version += 1
    row.save(update_fields=["user", "version"])
    if not Agent.objects.filter(user=user).exists():
        switch_account(actor.ref, user, is_active=False)
    change = Change("may_sign_in", True, False)
    record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=[change])
    return row


def _account(actor: Actor, contact: Contact) -> User:
    first = ContactEmail.objects.filter(contact=contact).order_by("position", "id").first()
    if first is None:
        raise Invalid({"emails": _("Give the contact a mail address first: they sign in with it.")})
    user = User.objects.filter(login=first.email).first()
    if user is None:
        return create_user(actor.ref, login=first.email, email=first.email, language=contact.language)
    if Contact.objects.filter(user=user).exclude(pk=contact.pk).exists():
        raise NotPossible(_("Another contact signs in with this address."))
    return user
