"""`/mailboxes`: staff read which there are; administrators set them up, try them, take them out of use.

Passwords come in and never go out.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import configured
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.mailbox_specs import spec_of
from otklik.api.operations import administrator, staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import Mailboxes
from otklik.api.schemas.mailboxes import (
    CheckOut,
    Checks,
    IncomingOut,
    MailboxCard,
    MailboxIn,
    OutgoingOut,
)
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.refs import agent_ref, team_ref
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.commands import (
    activate_mailbox,
    change_mailbox,
    create_mailbox,
    deactivate_mailbox,
)
from otklik.channels.mail.granted import grant_state
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.standing import mailbox_spec_of, mailbox_states
from otklik.channels.mail.trying import try_connection
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount

router = Router(tags=["mail"])


@router.get(
    "",
    **told(
        _("List mailboxes"),
        _("Those in use, for staff; for administrators also the others."),
        gives={200: Mailboxes},
        refuses=(403, 422),
    ),
)
def list_mailboxes(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Those in use first, the default before them."""
    actor = staff(request)
    used = list(catalogue().mailboxes())
    others = [row for row in _all() if not row.enabled] if actor.has(ADMINISTER) else []
    page = page_of_small([*used, *others], query, lambda row: row.name)
    return listed(request, Mailboxes(items=[configured.mailbox_out(row) for row in page.rows]), page.after)


@router.get(
    "/{uuid:uid}",
    **told(
        _("Read a mailbox"),
        _("How it is set up, without passwords, and how it stands. For administrators."),
        gives={200: MailboxCard},
        refuses=(403, 404),
    ),
)
def read_mailbox(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One of them."""
    actor = administrator(request)
    return answer(_card(actor, mailbox_of(uid)))


@router.post(
    "",
    **told(
        _("Add a mailbox"),
        _("Ports, login and folders are the usual ones where nothing is said."),
        gives={201: MailboxCard},
        refuses=(403, 409, 422),
    ),
)
def add_mailbox(request: ApiRequest, body: MailboxIn) -> HttpResponse:
    """`commands.create_mailbox`."""
    actor = administrator(request)

    def add() -> MailboxCard:
        made = create_mailbox(actor, spec_of(actor, body, None))
        return _used(actor, made, body)

    return answer_once(request, add, status=201)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a mailbox"),
        _("What is left out stays, passwords too. Another server or login reads its folders anew."),
        gives={200: MailboxCard},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_mailbox(request: ApiRequest, uid: UUID, body: MailboxIn) -> HttpResponse:
    """`commands.change_mailbox`, `activate_mailbox`, `deactivate_mailbox`."""
    actor = administrator(request)
    row = mailbox_of(uid)
    spec = spec_of(actor, body, mailbox_spec_of(actor, row))
    with transaction.atomic():
        card = _used(actor, change_mailbox(actor, row, spec), body)
    return answer(card)


@router.post(
    "/{uuid:uid}/actions/try",
    **told(
        _("Try a mailbox"),
        _("Connects to its servers and signs in; nothing is taken or sent. May take a minute."),
        gives={200: Checks},
        refuses=(403, 404, 409, 422),
    ),
)
def try_mailbox(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`channels.mail.trying.try_connection`, with what is kept."""
    actor = administrator(request)
    row = mailbox_of(uid)
    spec = mailbox_spec_of(actor, row)
    if spec.incoming is None and spec.outgoing is None:
        raise Invalid({"": gettext("There is no server to try. Enter one, or let it be found.")})
    found = try_connection(actor, spec.incoming, spec.outgoing, account=row, address=row.address)
    checks = [CheckOut(what=one.what, ok=one.ok, words=one.words, remedy=one.remedy) for one in found]
    return answer(Checks(ok=all(one.ok for one in found), items=checks))


def _used(actor: Actor, row: ChannelAccount, body: MailboxIn) -> MailboxCard:
    """Into or out of use as the body says; then as it stands."""
    if body.enabled is True:
        activate_mailbox(actor, row)
    elif body.enabled is False:
        deactivate_mailbox(actor, row)
    return _card(actor, mailbox_of(row.uid))


def _all() -> list[ChannelAccount]:
    return [row for row in catalogue().accounts.values() if row.kind == row.Kind.MAIL]


def mailbox_of(uid: UUID) -> ChannelAccount:
    """A mailbox, in use or not; NotFound for any other uid. The caller has asked for the right."""
    found = next((row for row in _all() if row.uid == uid), None)
    if found is None:
        raise NotFound
    return found


def _card(actor: Actor, row: ChannelAccount) -> MailboxCard:
    spec = mailbox_spec_of(actor, row)
    state = next(one for one in mailbox_states(actor) if one.account.pk == row.pk)
    grant = grant_state(actor, row)
    teams = (team_ref(pk) for pk in row.observer_teams)
    return MailboxCard(
        **configured.mailbox_out(row).model_dump(),
        titles=dict(row.title.texts),
        sender_names=dict(row.sender_name.texts),
        signatures=dict(row.signature.texts),
        brand=row.brand.code,
        sender_address=row.sender_address,
        service=row.service.code if row.service else None,
        type=row.type.code if row.type else None,
        priority=row.priority.code if row.priority else None,
        observer_agents=list(filter(None, map(agent_ref, row.observer_agents))),
        observer_teams=[team.code for team in teams if team],
        plus_addressing=spec.plus_addressing,
        incoming=IncomingOut.model_validate(_plain(spec.incoming)) if spec.incoming else None,
        outgoing=OutgoingOut.model_validate(_plain(spec.outgoing)) if spec.outgoing else None,
        tried_at=state.tried_at,
        succeeded_at=state.succeeded_at,
        error=state.error,
        signed_in_by=grant.client if grant else None,
    )


def _plain(side: Incoming | Outgoing) -> dict[str, object]:
    """A server's fields; the password is not among them."""
    return {name: value for name, value in asdict(side).items() if name != "password"}
