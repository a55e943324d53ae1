"""The second question: which mailbox? Its servers are found and tried before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from otklik.catalogue.commands.make import AccountSpec
from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.discovery import discover
from otklik.channels.mail.enums import Backlog, Security
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.channels.mail.trying import Check, try_connection
from otklik.core.errors import Refused
from otklik.core.translated import Translated
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.welcome.steps import framed
from otklik.web.errors import status_of
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

NAME = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True)
class Given:
    """What stands in the form. Servers are empty until they were found or typed."""

    address: str = ""
    password: str = ""
    login: str = ""
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = Security.SSL
    smtp_host: str = ""
    smtp_port: int = 465
    smtp_security: str = Security.SSL


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def mailbox(request: OtklikRequest) -> HttpResponse:
    """Ask, find, try, keep; or go on with the held outbox and mail by the pipe."""
    if request.method != "POST":
        return _page(request, Given())
    given = _given(request)
    later = request.POST.get("action") == "later"
    if later and not given.address:
        return _next()
    try:
        if not later:
            given, remedy = _with_servers(request.actor, given)
            checks = _tried(request.actor, given)
            if not checks or not all(check.ok for check in checks):
                return _page(request, given, checks=checks, remedy=remedy, status=422)
        create_mailbox(request.actor, _spec(given, with_servers=not later))
    except Refused as error:
        return _page(request, given, problems=problems_of(error), status=status_of(error))
    return _next()


def _with_servers(actor: Actor, given: Given) -> tuple[Given, str]:
    """The form with the servers found for its address, or those typed; and what a provider wants."""
    if given.imap_host:
        return given, ""
    found = discover(actor, given.address)
    incoming, outgoing = found.incoming, found.outgoing
    known = Given(
        address=given.address,
        password=given.password,
        login=found.login or given.address,
        imap_host=incoming.host if incoming else "",
        imap_port=incoming.port if incoming else 993,
        imap_security=incoming.security if incoming else Security.SSL,
        smtp_host=outgoing.host if outgoing else "",
        smtp_port=outgoing.port if outgoing else 465,
        smtp_security=outgoing.security if outgoing else Security.SSL,
    )
    return known, found.remedy


def _tried(actor: Actor, given: Given) -> Sequence[Check]:
    if not given.imap_host:
        return ()
    return try_connection(actor, _incoming(given), _outgoing(given), address=given.address)


def _spec(given: Given, *, with_servers: bool) -> MailboxSpec:
    local = given.address.partition("@")[0].lower()
    title = Translated({"ru": given.address, "en": given.address})
    name = NAME.sub("-", local).strip("-")[:40] or "support"
    account = AccountSpec(name, given.address, title, default_brand(), is_default=True)
    if not with_servers:
        return MailboxSpec(account)
    return MailboxSpec(account, _incoming(given), _outgoing(given))


def _incoming(given: Given) -> Incoming:
    """Only letters that come from now on: an old mailbox must not become a thousand tickets."""
    return Incoming(
        given.imap_host,
        given.imap_port,
        Security(given.imap_security),
        given.login or given.address,
        given.password,
        backlog=Backlog.NONE,
    )


def _outgoing(given: Given) -> Outgoing | None:
    if not given.smtp_host:
        return None
    security = Security(given.smtp_security)
    return Outgoing(given.smtp_host, given.smtp_port, security, given.login or given.address, given.password)


def _given(request: OtklikRequest) -> Given:
    post = request.POST
    return Given(
        address=post.get("address", "").strip(),
        password=post.get("password", ""),
        login=post.get("login", "").strip(),
        imap_host=post.get("imap_host", "").strip(),
        imap_port=_port(post.get("imap_port", ""), 993),
        imap_security=_security(post.get("imap_security", "")),
        smtp_host=post.get("smtp_host", "").strip(),
        smtp_port=_port(post.get("smtp_port", ""), 465),
        smtp_security=_security(post.get("smtp_security", "")),
    )


def _port(typed: str, usual: int) -> int:
    return int(typed) if typed.isdecimal() else usual


def _security(chosen: str) -> str:
    return chosen if chosen in set(Security) else Security.SSL


def _next() -> HttpResponse:
    return HttpResponseRedirect(reverse("welcome-colleagues"))


def _page(
    request: OtklikRequest,
    given: Given,
    *,
    problems: dict[str, str] | None = None,
    checks: Sequence[Check] = (),
    remedy: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **framed("welcome-mailbox"),
        "given": given,
        "problems": problems or {},
        "checks": checks,
        "remedy": remedy,
        "asks_servers": bool(given.imap_host) or status != 200,
        "securities": [(one.value, one.name) for one in Security],
    }
    return render(request, "settings/welcome/mailbox.html", context, status=status)
