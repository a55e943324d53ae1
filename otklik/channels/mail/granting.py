"""Tokens for mailboxes: begun by a person at the provider, then kept fresh by us."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

import httpx
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import oauth
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands import drop_lease, new_holder, take_lease
from otklik.channels.mail.commands.clients import SEALED_FOR as SECRET
from otklik.channels.mail.commands.grants import SEALED_FOR as TOKENS
from otklik.channels.mail.commands.grants import keep_grant, note_refusal, renew_grant
from otklik.channels.mail.enums import ProviderKind
from otklik.channels.mail.models import MailGrant, MailServer, OAuthClient
from otklik.channels.mail.troubles import NoToken
from otklik.core import clock, sealing
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

EARLY = timedelta(minutes=5)
AT_LEAST_EVERY = timedelta(days=1)
"""A refresh token nobody uses ends (Microsoft: after 90 days; Google: after six months)."""
RENEWING = "renewing"
LEASE_SECONDS = 60
PATIENCE_SECONDS = 45


@dataclass(frozen=True)
class Begun:
    """A signing in that has begun: where the browser goes, and what is kept until it comes back."""

    address: str
    state: str
    verifier: str


def begin_sign_in(actor: Actor, account: ChannelAccount, client: OAuthClient, redirect: str) -> Begun:
    """Send the administrator's browser to the provider. `Invalid` for a secret sealed with a lost key."""
    require_administrator(actor)
    state, verifier = oauth.new_verifier(), oauth.new_verifier()
    server = MailServer.objects.filter(account=account).first()
    login = (server.login if server else "") or account.address
    address = oauth.sign_in_address(
        _program(client), redirect=redirect, state=state, verifier=verifier, login=login
    )
    return Begun(address, state, verifier)


def finish_sign_in(
    actor: Actor, account: ChannelAccount, client: OAuthClient, *, code: str, verifier: str, redirect: str
) -> MailGrant:
    """Change the code for tokens and keep them. Administrators only; `Invalid` in the provider's words.

    Writes `account.changed`.
    """
    require_administrator(actor)
    try:
        tokens = oauth.exchange(_program(client), code=code, verifier=verifier, redirect=redirect)
    except oauth.OAuthRefused as refusal:
        words = _("%(name)s refused: %(said)s") % {"name": client.name, "said": refusal}
        raise Invalid({"": words}) from refusal
    except httpx.HTTPError as error:
        words = _("%(name)s cannot be reached: %(said)s") % {"name": client.name, "said": error}
        raise Invalid({"": words}) from error
    if not tokens.refresh:
        words = _("%(name)s gave no lasting permission. Allow the program offline access there.")
        raise Invalid({"": words % {"name": client.name}})
    return keep_grant(actor, account, client, tokens)


def token_for(account: ChannelAccount) -> str:
    """A token its servers take now, renewed a little before it ends. `NoToken` when there is none."""
    grant = _grant(account)
    if grant.expires_at > clock.now() + EARLY:
        return _opened(grant.access_token)
    return _renewed(grant)


def keep_fresh() -> int:
    """Renew what has not been used for a day, so that it does not end by itself; how many. For a sweep."""
    stale = MailGrant.objects.select_related("account", "client").filter(
        refreshed_at__lt=clock.now() - AT_LEAST_EVERY, refused_at=None, account__enabled=True
    )
    done = 0
    for grant in stale:
        try:
            _renewed(grant)
            done += 1
        except NoToken:  # noted with the grant where a person is needed; else tried again by the next sweep
            continue
    return done


def _grant(account: ChannelAccount) -> MailGrant:
    grant = MailGrant.objects.select_related("account", "client").filter(account=account).first()
    if grant is None:
        raise NoToken(
            _("Nobody has signed in for this mailbox yet."),
            _("Open the mailbox in the settings and press “Sign in with …”."),
        )
    return grant


def _renewed(grant: MailGrant) -> str:
    """By one process at a time: some providers take a refresh token only once."""
    server, _made = MailServer.objects.get_or_create(account=grant.account)
    holder = new_holder()
    until = time.monotonic() + PATIENCE_SECONDS
    while not take_lease(server, RENEWING, holder, LEASE_SECONDS):
        if time.monotonic() > until:
            raise NoToken(_("Another process is renewing the token of this mailbox."))
        time.sleep(0.2)
    try:
        fresh = _grant(grant.account)
        if fresh.refreshed_at > grant.refreshed_at:
            return _opened(fresh.access_token)
        return _asked_anew(fresh)
    finally:
        drop_lease(server, RENEWING, holder)


def _asked_anew(grant: MailGrant) -> str:
    name = grant.client.name
    try:
        tokens = oauth.refresh(_program(grant.client), _opened(grant.refresh_token))
    except oauth.OAuthRefused as refusal:
        if refusal.is_final:
            note_refusal(grant, str(refusal))
        raise NoToken(
            _("%(name)s gives no more tokens for %(address)s: %(said)s")
            % {"name": name, "address": grant.account.address, "said": refusal},
            _remedy(refusal),
        ) from refusal
    except httpx.HTTPError as error:
        raise NoToken(
            _("%(name)s cannot be reached: %(said)s")
            % {"name": name, "said": str(error) or type(error).__name__},
            _("It is tried again by itself."),
        ) from error
    renew_grant(grant, tokens)
    return tokens.access


def _remedy(refusal: oauth.OAuthRefused) -> str:
    if refusal.code in ("invalid_client", "unauthorized_client"):
        return _("Check id and secret of the registration; a secret that has ended is made anew there.")
    if refusal.is_final:
        return _("Open the mailbox in the settings and sign in anew.")
    return _("It is tried again by itself.")


def _program(client: OAuthClient) -> oauth.Program:
    try:
        secret = sealing.unseal(SECRET, client.secret)
    except sealing.Unreadable as error:
        raise NoToken(
            _("The secret of %(name)s was kept under another key of this installation.")
            % {"name": client.name},
            _("Enter it anew under “Sign-in at providers”."),
        ) from error
    return oauth.Program(
        ProviderKind(client.kind),
        client.client_id,
        secret,
        client.tenant,
        client.authorize_url,
        client.token_url,
        client.scopes,
    )


def _opened(sealed: str) -> str:
    try:
        return sealing.unseal(TOKENS, sealed)
    except sealing.Unreadable as error:
        raise NoToken(
            _("The mailbox's token was kept under another key of this installation."),
            _("Open the mailbox in the settings and sign in anew."),
        ) from error
