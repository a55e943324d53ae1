"""What a provider gave us for a mailbox: kept, renewed, or found to be worth nothing any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import SignIn
from otklik.channels.mail.models import MailGrant, MailPolling, MailServer, OAuthClient
from otklik.channels.mail.oauth import Tokens
from otklik.core import clock, sealing
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

SEALED_FOR = "mail-grant"


@transaction.atomic
def keep_grant(actor: Actor, account: ChannelAccount, client: OAuthClient, tokens: Tokens) -> MailGrant:
    """A person has signed in for this mailbox: from now on its servers are reached by tokens.

    Administrators only. Writes `account.changed`, without a token in it.
    """
    require_administrator(actor)
    now = clock.now()
    grant, _made = MailGrant.objects.update_or_create(
        account=account,
        defaults={
            "client": client,
            "refresh_token": sealing.seal(SEALED_FOR, tokens.refresh),
            **_access(tokens),
            "ends_at": _ends(tokens),
            "granted_at": now,
            "refused_at": None,
            "error": "",
        },
    )
    server = MailServer.objects.select_for_update().filter(account=account).first()
    changes: list[Change] = []
    if server is not None:
        changes = _switch(server)
        MailPolling.objects.filter(server=server).update(error="", failures=0)
    data = {"name": account.name, "servers": True, "secrets": ["grant"]}
    record(ACCOUNT_CHANGED, actor.ref, Subject("account", account.pk), changes=changes, data=data)
    return grant


def renew_grant(grant: MailGrant, tokens: Tokens) -> None:
    """New tokens; a refresh token that is not given anew stays."""
    values: dict[str, object] = {**_access(tokens), "refused_at": None, "error": ""}
    if tokens.refresh:
        values["refresh_token"] = sealing.seal(SEALED_FOR, tokens.refresh)
    if tokens.refresh_lasts is not None:
        values["ends_at"] = _ends(tokens)
    MailGrant.objects.filter(pk=grant.pk).update(**values)


def note_refusal(grant: MailGrant, words: str) -> None:
    """The provider gives no more tokens: since when, and why in its words."""
    since = grant.refused_at or clock.now()
    MailGrant.objects.filter(pk=grant.pk).update(refused_at=since, error=words)


def distrust(account: ChannelAccount) -> None:
    """A server refused our token before its time: the next one is asked for anew."""
    MailGrant.objects.filter(account=account).update(expires_at=clock.now())


def _switch(server: MailServer) -> list[Change]:
    """Both sides are reached by tokens now, where there are such servers."""
    changes = []
    for side, host in (("sign_in", server.host), ("smtp_sign_in", server.smtp_host)):
        if host and getattr(server, side) != SignIn.OAUTH:
            changes.append(Change(side, str(getattr(server, side)), SignIn.OAUTH.value))
            setattr(server, side, SignIn.OAUTH)
    MailServer.objects.filter(pk=server.pk).update(
        sign_in=server.sign_in, smtp_sign_in=server.smtp_sign_in, version=F("version") + 1
    )
    return changes


def _access(tokens: Tokens) -> dict[str, object]:
    now = clock.now()
    return {
        "access_token": sealing.seal(SEALED_FOR, tokens.access),
        "expires_at": now + timedelta(seconds=tokens.lasts),
        "refreshed_at": now,
    }


def _ends(tokens: Tokens) -> datetime | None:
    if tokens.refresh_lasts is None:
        return None
    return clock.now() + timedelta(seconds=tokens.refresh_lasts)
