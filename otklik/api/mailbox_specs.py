"""From a body to what the commands on mailboxes take: what was sent over what stands, the usual for the
rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from otklik.api import references
from otklik.api.schemas.mailboxes import IncomingIn, MailboxIn, OutgoingIn, ServerIn
from otklik.api.schemas.setting_up import Texts
from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.enums import (
    IMAP_PORTS,
    POP3_PORTS,
    SMTP_PORTS,
    AfterTaking,
    Backlog,
    Protocol,
    Security,
    SendsBy,
    SignIn,
)
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.channels.mail.sending_api import HOSTS, HTTPS
from otklik.core.configuring.codes import code_of
from otklik.core.errors import Invalid
from otklik.core.translated import Translated
from otklik.organisation.queries import brands, default_brand
from otklik.people.actor import Actor
from otklik.people.queries import staff

T = TypeVar("T")


def given(sent: T | None, before: T) -> T:
    """What was sent; what stands where nothing was."""
    return before if sent is None else sent


def spec_of(actor: Actor, body: MailboxIn, before: MailboxSpec | None) -> MailboxSpec:
    """A mailbox as it is wanted. `Invalid` for codes that name nothing."""
    account = _account(actor, body, before.account if before else None)
    sent = body.model_fields_set
    incoming, outgoing = (before.incoming, before.outgoing) if before else (None, None)
    if "incoming" in sent:
        incoming = _incoming(body.incoming, incoming, account.address)
    if "outgoing" in sent:
        outgoing = _outgoing(body.outgoing, outgoing, incoming, account.address)
    plus = body.plus_addressing
    kept = before.plus_addressing if before else False
    return MailboxSpec(account, incoming, outgoing, kept if plus is None else plus)


def _account(actor: Actor, body: MailboxIn, before: AccountSpec | None) -> AccountSpec:
    address = (body.address or "").strip() or (before.address if before else "")
    spec = before or AccountSpec(_name(address), address, _both(address), default_brand())
    if not before:
        spec = replace(spec, sender_name=spec.brand.name)
    if body.name is not None:
        spec = replace(spec, name=body.name)
    spec = replace(spec, address=address)
    if body.title is not None:
        spec = replace(spec, title=_texts(body.title))
    if body.sender_name is not None:
        spec = replace(spec, sender_name=_texts(body.sender_name))
    if body.signature is not None:
        spec = replace(spec, signature=_texts(body.signature))
    if body.sender_address is not None:
        spec = replace(spec, sender_address=body.sender_address)
    if body.is_default is not None:
        spec = replace(spec, is_default=body.is_default)
    return _with_references(actor, spec, body)


def _with_references(actor: Actor, spec: AccountSpec, body: MailboxIn) -> AccountSpec:
    sent = body.model_fields_set
    if body.brand is not None:
        spec = replace(spec, brand=references.by_code("brand", brands(), body.brand))
    if "team" in sent:
        spec = replace(spec, team=references.team(body.team))
    if "service" in sent:
        spec = replace(spec, service=references.service(actor, body.service))
    if "type" in sent:
        spec = replace(spec, type=references.ticket_type(actor, body.type))
    if "priority" in sent:
        spec = replace(spec, priority=references.priority(body.priority))
    if body.observer_agents is not None:
        agents = [references.agent("observer_agents", uid).id for uid in body.observer_agents]
        spec = replace(spec, observer_agents=agents)
    if body.observer_teams is not None:
        teams = [
            references.by_code("observer_teams", staff().open_teams(), code) for code in body.observer_teams
        ]
        spec = replace(spec, observer_teams=[team.pk for team in teams])
    return spec


def _incoming(sent: IncomingIn | None, before: Incoming | None, address: str) -> Incoming | None:
    if sent is None:
        return None
    side = before or Incoming("", login=address, backlog=Backlog.UNSEEN)
    protocol = Protocol(sent.protocol) if sent.protocol else side.protocol
    security = Security(sent.security) if sent.security else side.security
    after = AfterTaking.LEAVE if before is None and protocol is Protocol.POP3 else side.after
    is_as_it_was = (protocol, security) == (side.protocol, side.security) and before is not None
    usual = (POP3_PORTS if protocol is Protocol.POP3 else IMAP_PORTS)[security]
    return Incoming(
        host=_host(sent, side),
        port=sent.port or (side.port if is_as_it_was else usual),
        security=security,
        login=given(sent.login, side.login).strip(),
        password=sent.password or None,
        folders=given(sent.folders, list(side.folders)),
        after=AfterTaking(sent.after) if sent.after else after,
        move_to=given(sent.move_to, side.move_to).strip(),
        every_seconds=given(sent.every_seconds, side.every_seconds),
        backlog=Backlog(sent.backlog) if sent.backlog else side.backlog,
        protocol=protocol,
        keep_days=given(sent.keep_days, side.keep_days),
        sign_in=SignIn(sent.sign_in) if sent.sign_in else side.sign_in,
    )


def _outgoing(
    sent: OutgoingIn | None, before: Outgoing | None, incoming: Incoming | None, address: str
) -> Outgoing | None:
    """A new one signs in as the incoming side does, unless something else is said."""
    if sent is None:
        return None
    by = SendsBy(sent.by) if sent.by else before.by if before else SendsBy.SMTP
    if by is not SendsBy.SMTP:
        return _by_api(sent, before if before and before.by is by else None, by)
    before = before if before and before.by is by else None
    side = before or Outgoing("", login=incoming.login if incoming else address)
    security = Security(sent.security) if sent.security else side.security
    is_as_it_was = security == side.security and before is not None
    password = sent.password or (incoming.password if incoming and before is None else None)
    return Outgoing(
        host=_host(sent, side),
        port=sent.port or (side.port if is_as_it_was else SMTP_PORTS[security]),
        security=security,
        login=given(sent.login, side.login).strip(),
        password=password or None,
        sign_in=SignIn(sent.sign_in) if sent.sign_in else side.sign_in,
    )


def _by_api(sent: OutgoingIn, before: Outgoing | None, by: SendsBy) -> Outgoing:
    side = before or Outgoing(HOSTS[by][0], port=HTTPS)
    return Outgoing(
        host=_host(sent, side),
        port=sent.port or side.port,
        security=Security(sent.security) if sent.security else side.security,
        login=given(sent.login, side.login).strip(),
        password=sent.password or None,
        sign_in=SignIn(sent.sign_in) if sent.sign_in else side.sign_in,
        by=by,
    )


def _host(sent: ServerIn, side: Incoming | Outgoing) -> str:
    host = given(sent.host, side.host).strip()
    if not host:
        raise Invalid({"host": _("Enter the server's name, such as imap.example.com, without https://.")})
    return host


def _name(address: str) -> str:
    taken = {row.name for row in catalogue().accounts.values()}
    return code_of({"en": address.partition("@")[0]}, lambda code: code in taken, fallback="mailbox")


def _texts(words: Texts) -> Translated:
    return Translated({str(code): said.strip() for code, said in words.items() if said.strip()})


def _both(words: str) -> Translated:
    return Translated({"ru": words, "en": words})
