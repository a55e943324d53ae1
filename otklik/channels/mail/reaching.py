"""A mailbox's servers as the network code wants them: with passwords opened."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import smtp
from otklik.channels.mail.commands.mailboxes import SEALED_FOR
from otklik.channels.mail.dkim_keys import signer_of
from otklik.channels.mail.enums import Security, SendsBy, SignIn
from otklik.channels.mail.granting import token_for
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.sending_api import Api
from otklik.channels.mail.troubles import Trouble
from otklik.channels.mail.ways import Way
from otklik.core import sealing
from otklik.core.prepared import Prepared, Rows, Whole

_SERVER = Whole(MailServer)
_OWN = Prepared(_SERVER.row)


def reach_of(server: MailServer) -> Reach:
    """The incoming side. `Trouble` when the password was sealed with a lost key, or there is no token.

    With a token this may ask the provider for a new one: not inside a transaction.
    """
    place = Reach(server.host, server.port, Security(server.security), server.login)
    if server.sign_in == SignIn.OAUTH:
        return replace(place, token=token_for(server.account))
    return replace(place, password=_opened(server.password))


def way_out_of(account: ChannelAccount) -> Way | None:
    """Where mails of this mailbox leave: its own server or provider, else the installation's; None: they are
    held.

    A server's with what signs them, where its domain has a key in use; a provider signs itself. `Trouble` as
    for `reach_of`.
    """
    way = _way_of(account)
    if not isinstance(way, smtp.Server):
        return way
    return replace(way, sign=signer_of(account.sends_from.rpartition("@")[2]))


def _way_of(account: ChannelAccount) -> Way | None:
    for own in _OWN.rows(_own, account.pk):
        place = Reach(own.smtp_host, own.smtp_port, Security(own.smtp_security), own.smtp_login)
        if own.smtp_by != SendsBy.SMTP:
            return api_of(SendsBy(own.smtp_by), replace(place, password=_opened(own.smtp_password)))
        if own.smtp_sign_in == SignIn.OAUTH:
            login = own.smtp_login or own.login or account.address
            return smtp_server_of(replace(place, login=login, token=token_for(account)))
        return smtp_server_of(replace(place, password=_opened(own.smtp_password)))
    return smtp.server_from(settings.OTKLIK_SMTP_URL) if settings.OTKLIK_SMTP_URL else None


def _own(account_id: int) -> Rows:
    return (
        MailServer.objects.filter(account_id=account_id).exclude(smtp_host="").values_list(*_SERVER.columns)
    )


def smtp_server_of(reach: Reach) -> smtp.Server:
    """The same place in the words of `smtp`."""
    return smtp.Server(
        reach.host,
        reach.port,
        reach.login,
        reach.password,
        tls=reach.security is Security.SSL,
        must_encrypt=reach.security is Security.STARTTLS,
        token=reach.token,
    )


def api_of(by: SendsBy, reach: Reach) -> Api:
    """The same place in the words of `sending_api`."""
    tls = reach.security is not Security.NONE
    return Api(by, reach.host, reach.port, reach.login, reach.password, tls)


def kept_passwords(account: ChannelAccount | None, by: SendsBy) -> tuple[str, str]:
    """Incoming and outgoing password as kept, for a test of what an administrator has not typed anew; the
    outgoing one only for the way it was typed for."""
    server = MailServer.objects.filter(account=account).first() if account else None
    if server is None:
        return "", ""
    return _opened(server.password), _opened(server.smtp_password) if server.smtp_by == by else ""


def _opened(sealed: str) -> str:
    try:
        return sealing.unseal(SEALED_FOR, sealed)
    except sealing.Unreadable as error:
        raise Trouble(
            _("The mailbox's password was kept under another key of this installation."),
            _("Enter the password anew in the mailbox's settings."),
        ) from error
