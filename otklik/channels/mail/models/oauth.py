"""Who we are to mail providers, and what they gave us for each mailbox."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import ProviderKind
from otklik.core.ids import uuid7


class OAuthClient(models.Model):
    """This installation as registered with a provider, for any number of mailboxes; the secret is sealed.

    `tenant`: of Microsoft's directory; empty for any. Addresses and scopes are set for providers we do not
    know. `secret_ends`: the day the secret runs out, as the provider's pages say.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in ProviderKind])
    name = models.CharField(max_length=100)
    client_id = models.CharField(max_length=254)
    secret = models.TextField(blank=True, default="")
    tenant = models.CharField(max_length=100, blank=True, default="")
    authorize_url = models.CharField(max_length=500, blank=True, default="")
    token_url = models.CharField(max_length=500, blank=True, default="")
    scopes = models.CharField(max_length=1000, blank=True, default="")
    secret_ends = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class MailGrant(models.Model):
    """A mailbox somebody has signed in for; tokens are sealed.

    `ends_at`: when the refresh token ends, where the provider says so. `refused_at`: since when the provider
    gives no more tokens; `error` says why, in its words.
    """

    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, related_name="mail_grant")
    client = models.ForeignKey(OAuthClient, on_delete=models.PROTECT, related_name="grants")
    refresh_token = models.TextField()
    access_token = models.TextField()
    expires_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"grant for account {self.account_id}"
