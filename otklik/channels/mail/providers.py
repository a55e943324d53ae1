"""Mail servers of the providers people meet, by an address's domain or by where its mail goes (MX). Pure.

Names and ports as the providers publish them:
Yandex https://yandex.ru/support/yandex-360/customers/mail/ru/mail-clients/others,
Mail.ru https://help.mail.ru/mail/mailer/popsmtp, Google https://support.google.com/mail/answer/7126229,
Microsoft https://support.microsoft.com/office/pop-imap-and-smtp-settings-8361e398-8af4-4e97-b147-6c6c4ac95353,
Rambler https://help.rambler.ru/mail/mail-pochtovye-klienty/, Apple https://support.apple.com/102525,
Fastmail https://www.fastmail.help/hc/en-us/articles/1500000278342.
"""

from __future__ import annotations

from dataclasses import dataclass

from otklik.channels.mail.enums import Protocol, Security


@dataclass(frozen=True)
class Endpoint:
    """A server: name, port, how the connection is protected, how mail is taken there."""

    host: str
    port: int
    security: Security
    protocol: Protocol = Protocol.IMAP


@dataclass(frozen=True)
class Provider:
    """A provider's servers. `needs` names what its settings want first: see `discovery.remedy_for`."""

    name: str
    incoming: Endpoint
    outgoing: Endpoint
    domains: frozenset[str]
    exchangers: tuple[str, ...] = ()  # endings of MX names
    needs: str = ""
    login_is_address: bool = True


def _provider(
    name: str,
    imap: str,
    smtp: str,
    domains: str,
    *,
    exchangers: tuple[str, ...] = (),
    needs: str = "app-password",
    smtp_starttls: bool = False,
) -> Provider:
    outgoing = Endpoint(smtp, 587, Security.STARTTLS) if smtp_starttls else Endpoint(smtp, 465, Security.SSL)
    return Provider(
        name,
        Endpoint(imap, 993, Security.SSL),
        outgoing,
        frozenset(domains.split()),
        exchangers,
        needs,
    )


PROVIDERS = (
    _provider(
        "Yandex",
        "imap.yandex.ru",
        "smtp.yandex.ru",
        "yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.com.tr yandex.uz narod.ru",
        exchangers=("mx.yandex.net", "mx.yandex.ru"),
    ),
    _provider(
        "Mail.ru",
        "imap.mail.ru",
        "smtp.mail.ru",
        "mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru vk.com",
        exchangers=("emx.mail.ru", "mxs.mail.ru"),
    ),
    _provider(
        "Gmail",
        "imap.gmail.com",
        "smtp.gmail.com",
        "gmail.com googlemail.com",
        exchangers=("google.com", "googlemail.com"),
    ),
    _provider(
        "Outlook",
        "outlook.office365.com",
        "smtp.office365.com",
        "outlook.com hotmail.com live.com live.ru msn.com",
        exchangers=("mail.protection.outlook.com", "olc.protection.outlook.com"),
        needs="oauth",
        smtp_starttls=True,
    ),
    _provider(
        "Rambler",
        "imap.rambler.ru",
        "smtp.rambler.ru",
        "rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru rambler.ua",
        exchangers=("rambler.ru",),
        needs="imap-on",
    ),
    _provider(
        "iCloud",
        "imap.mail.me.com",
        "smtp.mail.me.com",
        "icloud.com me.com mac.com",
        exchangers=("icloud.com",),
        smtp_starttls=True,
    ),
    _provider(
        "Yahoo",
        "imap.mail.yahoo.com",
        "smtp.mail.yahoo.com",
        "yahoo.com ymail.com rocketmail.com",
        exchangers=("yahoodns.net",),
    ),
    _provider("Zoho", "imap.zoho.com", "smtp.zoho.com", "zoho.com zohomail.com", exchangers=("zoho.com",)),
    _provider(
        "Fastmail",
        "imap.fastmail.com",
        "smtp.fastmail.com",
        "fastmail.com fastmail.fm",
        exchangers=("messagingengine.com",),
    ),
    _provider("GMX", "imap.gmx.com", "mail.gmx.com", "gmx.com gmx.net gmx.de", needs="imap-on"),
    _provider(
        "Timeweb",
        "imap.timeweb.ru",
        "smtp.timeweb.ru",
        "timeweb.ru",
        exchangers=("timeweb.ru",),
        needs="",
    ),
    _provider(
        "REG.RU", "mail.hosting.reg.ru", "mail.hosting.reg.ru", "reg.ru", exchangers=("reg.ru",), needs=""
    ),
    _provider("Beget", "imap.beget.com", "smtp.beget.com", "beget.com", exchangers=("beget.com",), needs=""),
)


def by_domain(domain: str) -> Provider | None:
    """The provider whose own addresses end so."""
    return next((one for one in PROVIDERS if domain in one.domains), None)


def by_exchanger(name: str) -> Provider | None:
    """The provider behind a company's own domain, by the name of the host its mail is delivered to."""
    plain = name.strip(".").lower()
    for provider in PROVIDERS:
        if any(plain == ending or plain.endswith(f".{ending}") for ending in provider.exchangers):
            return provider
    return None
