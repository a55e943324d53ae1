"""A mailbox's servers as the network code wants them: with passwords opened."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import smtp
from otklik.channels.mail.commands.mailboxes import SEALED_FOR
from otklik.channels.mail.dkim_keys import signer_of
from otklik.channels.mail.enums import Security, SignIn
from otklik.channels.mail.granting import token_for
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.troubles import Trouble
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


def way_out_of(account: ChannelAccount) -> smtp.Server | None:
    """Where mails of this mailbox leave: its own server, else the installation's; None: they are held.

    With what signs them, where its domain has a key in use. `Trouble` as for `reach_of`.
    """
    server = _server_of(account)
    signer = signer_of(account.sends_from.rpartition("@")[2]) if server else None
    return replace(server, sign=signer) if server else None


def _server_of(account: ChannelAccount) -> smtp.Server | None:
    for own in _OWN.rows(_own, account.pk):
        place = Reach(own.smtp_host, own.smtp_port, Security(own.smtp_security), own.smtp_login)
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


def kept_passwords(account: ChannelAccount | None) -> tuple[str, str]:
    """Incoming and outgoing password as kept, for a test of what an administrator has not typed anew."""
    server = MailServer.objects.filter(account=account).first() if account else None
    return (_opened(server.password), _opened(server.smtp_password)) if server else ("", "")


def _opened(sealed: str) -> str:
    try:
        return sealing.unseal(SEALED_FOR, sealed)
    except sealing.Unreadable as error:
        raise Trouble(
            _("The mailbox's password was kept under another key of this installation."),
            _("Enter the password anew in the mailbox's settings."),
        ) from error
