"""What the form of a mailbox asks, and how it becomes what the mail commands take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext

from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.discovery import Discovery
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
from otklik.core.configuring.kinds import Wrong
from otklik.core.errors import Invalid
from otklik.core.loopback import is_loopback
from otklik.core.translated import Translated
from otklik.organisation.queries import default_brand
from otklik.people.queries import staff
from otklik.settings_ui.client_forms import observers_in, watchers
from otklik.settings_ui.mailbox_fields import PASSWORDS, PORT

E = TypeVar("E", bound=StrEnum)


def values_of(spec: MailboxSpec | None) -> dict[str, object]:
    """What stands in the form. A new mailbox signs as the brand until somebody says otherwise."""
    account = spec.account if spec else None
    incoming = (spec.incoming if spec else None) or Incoming("")
    outgoing = (spec.outgoing if spec else None) or Outgoing("")
    return {
        "address": account.address if account else "",
        "title": dict(account.title.texts) if account else {},
        "sender_name": dict((account.sender_name if account else default_brand().name).texts),
        "signature": dict(account.signature.texts) if account else {},
        "is_default": account.is_default if account else False,
        "incoming.host": incoming.host,
        "incoming.protocol": incoming.protocol.value,
        "incoming.port": incoming.port,
        "incoming.security": incoming.security.value,
        "incoming.sign_in": incoming.sign_in.value,
        "incoming.login": incoming.login,
        "incoming.folders": list(incoming.folders),
        "incoming.after": incoming.after.value,
        "incoming.move_to": incoming.move_to,
        "incoming.keep_days": incoming.keep_days,
        "outgoing.by": outgoing.by.value,
        "outgoing.host": outgoing.host,
        "outgoing.port": outgoing.port,
        "outgoing.security": outgoing.security.value,
        "outgoing.sign_in": outgoing.sign_in.value,
        "outgoing.login": outgoing.login,
        "team": account.team.pk if account and account.team else None,
        "service": account.service.pk if account and account.service else None,
        "type": account.type.pk if account and account.type else None,
        "priority": account.priority.pk if account and account.priority else None,
        "observers": watchers(account.observer_agents, account.observer_teams) if account else [],
    }


def passwords(given: Mapping[str, object]) -> dict[str, str]:
    """The passwords that stand in a sent form."""
    return {name: str(given.get(name, "")) for name in PASSWORDS}


def found(given: Mapping[str, object], discovery: Discovery) -> dict[str, object]:
    """The form with the servers that were found filled in."""
    values = dict(given)
    for side, server in (("incoming", discovery.incoming), ("outgoing", discovery.outgoing)):
        if server is not None:
            values |= {
                f"{side}.host": server.host,
                f"{side}.port": str(server.port),
                f"{side}.security": server.security.value,
                f"{side}.login": discovery.login or str(given["address"]),
            }
    if discovery.outgoing is not None:
        values["outgoing.by"] = SendsBy.SMTP.value
    if discovery.incoming is not None:
        values["incoming.protocol"] = discovery.incoming.protocol.value
        if discovery.incoming.protocol is Protocol.POP3:
            values["incoming.after"] = AfterTaking.LEAVE.value
    return values


def spec_of(given: Mapping[str, object], before: MailboxSpec | None) -> MailboxSpec:
    """What the commands take; what the form does not ask stays as it was.

    `Invalid` for a port that is none, also of a side without a server: nothing typed is passed over.
    """
    _refuse_bad_ports(given)
    return MailboxSpec(
        account=_account(given, before.account if before else None),
        incoming=_incoming(given, before.incoming if before else None),
        outgoing=_outgoing(given, before.outgoing if before else None),
        plus_addressing=before.plus_addressing if before else False,
    )


def _refuse_bad_ports(given: Mapping[str, object]) -> None:
    wrong: dict[str, str] = {}
    for name in ("incoming.port", "outgoing.port"):
        try:
            PORT.clean(given[name])
        except Wrong:
            wrong[name] = gettext("A port is a number from 1 to 65535.")
    if wrong:
        raise Invalid(wrong)


def _account(given: Mapping[str, object], before: AccountSpec | None) -> AccountSpec:
    known = catalogue()
    address = str(given["address"]).strip()
    taken = {row.name for row in known.accounts.values()}
    name = code_of({"en": address.partition("@")[0]}, lambda code: code in taken, fallback="mailbox")
    title = _texts(given["title"])
    spec = before or AccountSpec(name, address, title, default_brand())
    following = observers_in(given.get("observers"))
    return replace(
        spec,
        address=address,
        title=title if title else Translated({"ru": address, "en": address}),
        sender_name=_texts(given["sender_name"]),
        signature=_texts(given["signature"]),
        is_default=given["is_default"] is True,
        team=staff().teams.get(_id(given["team"])),
        service=known.services.get(_id(given["service"])),
        type=known.types.get(_id(given["type"])),
        priority=known.priorities.get(_id(given["priority"])),
        observer_agents=following.agent_ids,
        observer_teams=following.team_ids,
    )


def _incoming(given: Mapping[str, object], before: Incoming | None) -> Incoming | None:
    host = str(given["incoming.host"]).strip()
    if not host:
        return None
    security = _one_of(Security, given["incoming.security"], Security.SSL)
    protocol = _one_of(Protocol, given.get("incoming.protocol"), Protocol.IMAP)
    usual = POP3_PORTS if protocol is Protocol.POP3 else IMAP_PORTS
    folders = [line.strip() for line in str(given["incoming.folders"]).splitlines() if line.strip()]
    return replace(
        before or Incoming(host, backlog=Backlog.UNSEEN),
        host=host,
        protocol=protocol,
        sign_in=_one_of(SignIn, given.get("incoming.sign_in"), SignIn.PASSWORD),
        keep_days=_id(given.get("incoming.keep_days")),
        port=_id(given["incoming.port"]) or usual[security],
        security=security,
        login=str(given["incoming.login"]).strip() or str(given["address"]).strip(),
        password=str(given["incoming.password"]) or None,
        folders=tuple(folders) or ("INBOX",),
        after=_one_of(AfterTaking, given["incoming.after"], AfterTaking.SEEN),
        move_to=str(given["incoming.move_to"]).strip(),
    )


def _outgoing(given: Mapping[str, object], before: Outgoing | None) -> Outgoing | None:
    host = str(given["outgoing.host"]).strip()
    by = _one_of(SendsBy, given.get("outgoing.by"), SendsBy.SMTP)
    if by is not SendsBy.SMTP:
        return _by_api(given, by, host)
    if not host:
        return None
    security = _one_of(Security, given["outgoing.security"], Security.SSL)
    own = str(given["outgoing.password"]) or str(given["incoming.password"])
    login = str(given["outgoing.login"]).strip() or str(given["incoming.login"]).strip()
    return replace(
        before or Outgoing(host),
        host=host,
        port=_id(given["outgoing.port"]) or SMTP_PORTS[security],
        security=security,
        login=login or str(given["address"]).strip(),
        password=own or None,
        sign_in=_one_of(SignIn, given.get("outgoing.sign_in"), SignIn.PASSWORD),
    )


def _by_api(given: Mapping[str, object], by: SendsBy, host: str) -> Outgoing:
    """An empty server is the provider's usual one; nothing is taken over from incoming mail. The port that
    stands in the form is that of mail servers: it counts on this machine alone."""
    return Outgoing(
        host=host or HOSTS[by][0],
        port=(_id(given["outgoing.port"]) if is_loopback(host) else 0) or HTTPS,
        security=_one_of(Security, given["outgoing.security"], Security.SSL),
        login=str(given["outgoing.login"]).strip(),
        password=str(given["outgoing.password"]) or None,
        by=by,
    )


def _texts(value: object) -> Translated:
    given = value if isinstance(value, Mapping) else {}
    return Translated({str(code): str(words).strip() for code, words in given.items() if str(words).strip()})


def _id(value: object) -> int:
    plain = str(value or "").strip()
    return int(plain) if plain.isdecimal() else 0


def _one_of(kind: type[E], value: object, fallback: E) -> E:
    return next((one for one in kind if one.value == value), fallback)
