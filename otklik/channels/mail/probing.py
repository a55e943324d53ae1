"""Asking a provider's API whether it knows our key, without a mail."""

from __future__ import annotations

import httpx
from django.utils.translation import gettext as _

from otklik.channels.mail.enums import SendsBy
from otklik.channels.mail.sending_api import Api
from otklik.channels.mail.troubles import Trouble, said_by

SECONDS = 10
_REFUSED, _UNKNOWN = (401, 403), 404


def probe(api: Api, domain: str) -> None:
    """`Trouble` where key or sending domain are not in order. Nothing is sent.

    Mailgun, whose keys for sending open nothing else, gets a mail without anything in it, which it refuses
    (400) once it knows key and domain; Postmark is asked for the server of the key
    (https://postmarkapp.com/developer/api/server-api).
    """
    place = api.place or domain
    try:
        answer = _asked(api, place)
    except httpx.HTTPError as error:
        words = _("%(host)s cannot be reached: %(said)s") % {"host": api.host, "said": said_by(error)}
        raise Trouble(words, _("Check that a firewall lets this machine out to it.")) from error
    names = {"host": api.host, "place": place, "said": f"{answer.status_code} {answer.text[:200]}"}
    if answer.status_code in _REFUSED:
        raise Trouble(
            _("%(host)s does not accept the key: %(said)s") % names,
            _("Make a key for sending in the provider's settings, and enter it anew."),
        )
    if answer.status_code == _UNKNOWN:
        raise Trouble(
            _("%(host)s does not know the domain %(place)s.") % names,
            _("Enter the sending domain as the login; in Europe the server is api.eu.mailgun.net."),
        )
    if answer.status_code != (httpx.codes.BAD_REQUEST if api.by is SendsBy.MAILGUN else httpx.codes.OK):
        raise Trouble(_("%(host)s answered with an error: %(said)s") % names)


def _asked(api: Api, place: str) -> httpx.Response:
    if api.by is SendsBy.MAILGUN:
        return httpx.post(f"{api.url}{place}/messages", auth=("api", api.key), timeout=SECONDS)
    headers = {"Accept": "application/json", "X-Postmark-Server-Token": api.key}
    return httpx.get(f"{api.url}server", headers=headers, timeout=SECONDS)
