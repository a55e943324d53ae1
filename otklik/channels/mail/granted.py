"""Registrations with mail providers and what they gave us, for the pages of administration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands.clients import ClientSpec
from otklik.channels.mail.enums import ProviderKind
from otklik.channels.mail.models import MailGrant, OAuthClient
from otklik.core.errors import NotFound
from otklik.people.actor import Actor


@dataclass(frozen=True)
class GrantState:
    """How a mailbox stands with its provider. `error`: it gives no more tokens, in its words."""

    client: str
    granted_at: datetime
    refreshed_at: datetime
    ends_at: datetime | None
    error: str


def oauth_clients(actor: Actor) -> Sequence[OAuthClient]:
    """Every registration by name. Administrators only."""
    require_administrator(actor)
    return list(OAuthClient.objects.order_by("name", "pk"))


def get_client_for(actor: Actor, uid: str) -> OAuthClient:
    """A registration. Administrators only; `NotFound` when there is none."""
    require_administrator(actor)
    found = OAuthClient.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def client_spec_of(client: OAuthClient) -> ClientSpec:
    """A registration as it stands, for a form: the secret is None, which keeps it."""
    return ClientSpec(
        kind=ProviderKind(client.kind),
        name=client.name,
        client_id=client.client_id,
        tenant=client.tenant,
        authorize_url=client.authorize_url,
        token_url=client.token_url,
        scopes=client.scopes,
        secret_ends=client.secret_ends,
    )


def grant_state(actor: Actor, account: ChannelAccount) -> GrantState | None:
    """How this mailbox stands with its provider; None where nobody has signed in. Administrators only."""
    require_administrator(actor)
    grant = MailGrant.objects.select_related("client").filter(account=account).first()
    if grant is None:
        return None
    return GrantState(
        grant.client.name,
        grant.granted_at,
        grant.refreshed_at,
        grant.ends_at,
        grant.error if grant.refused_at else "",
    )
