"""Registering this installation's identity at mail providers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.commands.accounts import changes_between
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import ProviderKind
from otklik.channels.mail.events import OAUTH_CLIENT_CHANGED
from otklik.channels.mail.models import MailGrant, OAuthClient
from otklik.core import sealing
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Subject, record
from otklik.core.loopback import is_loopback
from otklik.people.actor import Actor

SEALED_FOR = "oauth-client"
_PLAIN = ("kind", "name", "client_id", "tenant", "authorize_url", "token_url", "scopes", "secret_ends")


@dataclass(frozen=True)
class ClientSpec:
    """What an administrator says about a registration. `secret` None: the one that is kept already."""

    kind: ProviderKind
    name: str
    client_id: str
    secret: str | None = None
    tenant: str = ""
    authorize_url: str = ""
    token_url: str = ""
    scopes: str = ""
    secret_ends: date | None = None


@transaction.atomic
def create_client(actor: Actor, spec: ClientSpec) -> OAuthClient:
    """Register a program. Administrators only; `Invalid` by field. Writes `oauth_client.changed`."""
    require_administrator(actor)
    return _save(actor, OAuthClient(), spec)


@transaction.atomic
def change_client(actor: Actor, client: OAuthClient, spec: ClientSpec) -> OAuthClient:
    """Make a registration what `spec` says. Administrators only; `Invalid` by field.

    Writes `oauth_client.changed` where something is otherwise now; the secret is never in it.
    """
    require_administrator(actor)
    return _save(actor, OAuthClient.objects.select_for_update().get(pk=client.pk), spec)


@transaction.atomic
def remove_client(actor: Actor, client: OAuthClient) -> None:
    """Forget a registration no mailbox uses; `Conflict` for one that is used. Administrators only.

    Writes `oauth_client.changed`.
    """
    require_administrator(actor)
    if MailGrant.objects.filter(client=client).exists():
        raise Conflict(_("Mailboxes are signed in by it. Sign them in otherwise first."))
    record(
        OAUTH_CLIENT_CHANGED,
        actor.ref,
        Subject("oauth_client", client.pk),
        data={"name": client.name, "removed": True},
    )
    client.delete()


def _save(actor: Actor, row: OAuthClient, spec: ClientSpec) -> OAuthClient:
    problems = _problems(spec)
    if problems:
        raise Invalid(problems)
    is_new = row.pk is None
    before = {} if is_new else _described(row)
    for name in _PLAIN:
        value = getattr(spec, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    secrets = []
    if spec.secret is not None:
        row.secret, secrets = sealing.seal(SEALED_FOR, spec.secret), ["secret"]
    row.save()
    changes = [] if is_new else changes_between(before, _described(row))
    if is_new or changes or secrets:
        data = {"name": row.name, "is_new": is_new, "secrets": [] if is_new else secrets}
        record(OAUTH_CLIENT_CHANGED, actor.ref, Subject("oauth_client", row.pk), changes=changes, data=data)
    return row


def _problems(spec: ClientSpec) -> dict[str, str]:
    found: dict[str, str] = {}
    if not spec.name.strip():
        found["name"] = _("Name it, for example Microsoft.")
    if not spec.client_id.strip():
        found["client_id"] = _("Enter the id the provider gave this program.")
    for name in ("authorize_url", "token_url"):
        address = getattr(spec, name).strip()
        if address and not _is_safe(address):
            found[name] = _("Enter an address that begins with https://.")
        if not address and spec.kind is ProviderKind.OTHER:
            found[name] = _("A provider we do not know needs it. Its documentation says it.")
    return found


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    )


def _described(row: OAuthClient) -> Mapping[str, object]:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return {**plain, "secret_ends": row.secret_ends.isoformat() if row.secret_ends else ""}
