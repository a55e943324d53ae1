"""Handing one mail to a provider by its HTTP API, with django-anymail's backends, and what its answers mean.

Only providers that let our Message-ID and the headers of the thread through, or answers would not find their
ticket. Mailgun takes the mail as it stands (`messages.mime`,
https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages); Postmark takes it in
parts and keeps the Message-ID where `X-PM-KeepID` asks for it
(https://postmarkapp.com/support/article/1176-can-i-use-my-own-message-id). SendGrid, Brevo, Resend and
Amazon SES give a mail a Message-ID of their own; of the other backends no promise is known. All of them can
be used by SMTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.mime.base import MIMEBase

import requests
from anymail.backends import mailgun, postmark
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from anymail.message import AnymailStatus
from django.core.mail import EmailMultiAlternatives
from urllib3.exceptions import MaxRetryError

from otklik.channels.mail.enums import SendsBy
from otklik.channels.mail.policy import SEVEN_BIT
from otklik.channels.mail.smtp import SECONDS, NotBelieved, RefusedForGood, TryAgain, Unsure

HTTPS = 443
HOSTS: Mapping[SendsBy, tuple[str, ...]] = {
    SendsBy.MAILGUN: ("api.mailgun.net", "api.eu.mailgun.net"),
    SendsBy.POSTMARK: ("api.postmarkapp.com",),
}
"""The provider's servers, the usual one first: a key goes nowhere else."""
_MULTIPLE_CHOICES, _BAD_REQUEST, _SERVER_ERROR = 300, 400, 500
_OURS_TO_MEND = frozenset({401, 402, 403, 404})
_LATER = frozenset({408, 425, 429})
_UNPROCESSABLE = 422
_POSTMARK_SET_UP = frozenset({10, 400, 401, 405, 412, 413})
"""Key, sender or account are not in order: https://postmarkapp.com/developer/api/overview#error-codes"""
_LONGEST_ANSWER = 300
_TAKEN = frozenset({"sent", "queued"})
_NO_HEADERS_OF_THEIRS = frozenset(
    {"from", "to", "cc", "subject", "date", "mime-version", "content-type", "content-transfer-encoding"}
)


@dataclass(frozen=True)
class Api:
    """A provider and what opens it. `place`: Mailgun's sending domain or Postmark's message stream; empty:
    the sender's domain, the usual stream. Not `tls`: a server on this machine."""

    by: SendsBy
    host: str
    port: int = HTTPS
    place: str = ""
    key: str = field(default="", repr=False)
    tls: bool = True

    @property
    def url(self) -> str:
        """Where it listens, with the slash at the end."""
        version = "v3/" if self.by is SendsBy.MAILGUN else ""
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}/{version}"


def send(api: Api, sender: str, recipient: str, message: EmailMessage) -> None:
    """Hand the mail over in one request, to this recipient alone. Returns when the provider has taken it;
    else `RefusedForGood` or `TryAgain` as `smtp.send`: `NotBelieved` for a key, domain or account that is not
    in order, `Unsure` where the connection broke before the answer. The provider signs and sets the return
    path.
    """
    letter = _whole(message, sender, recipient) if api.by is SendsBy.MAILGUN else in_parts(message, recipient)
    try:
        _hand_over(api, letter)
    except AnymailRequestsAPIError as error:
        raise _meaning(api, error) from error
    except AnymailRecipientsRefused as error:
        raise RefusedForGood(_told(error.response)) from error
    except AnymailError as error:
        raise RefusedForGood(str(error).partition("\n")[0]) from error
    status = letter.anymail_status
    if not status.status or not status.status <= _TAKEN:
        raise RefusedForGood(_told(status.esp_response))


class _Letter(EmailMultiAlternatives):
    """A mail as the backends take it. `whole`: as it is to arrive, for a provider that takes it so."""

    whole = b""
    anymail_status: AnymailStatus
    track_opens = False
    track_clicks = False  # links are left alone


def _whole(message: EmailMessage, sender: str, recipient: str) -> _Letter:
    letter = _Letter(from_email=sender, to=[recipient])
    letter.whole = message.as_bytes(policy=SEVEN_BIT)
    return letter


def in_parts(message: EmailMessage, recipient: str) -> _Letter:
    """The mail taken apart. Whoever the API names in copy would get it again, so `To` is the recipient."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    headers = {name: str(value) for name, value in message.items() if _is_kept(name)}
    letter = _Letter(
        subject=str(message["Subject"]),
        body=str(text.get_content()) if text else "",
        from_email=str(message["From"]),
        to=[recipient],
        headers={**headers, "X-PM-KeepID": "true"},
    )
    if html:
        letter.attach_alternative(str(html.get_content()), "text/html")
    for part in message.walk():
        if not part.is_multipart() and part is not text and part is not html:
            letter.attach(_file(part))
    return letter


def _is_kept(name: str) -> bool:
    return name.lower() not in _NO_HEADERS_OF_THEIRS


def _file(part: EmailMessage) -> MIMEBase:
    """The same file to the byte. The backend reads text as UTF-8: other text leaves as plain bytes."""
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    main, sub = part.get_content_maintype(), part.get_content_subtype()
    if main == "text" and not _is_utf8(content):
        main, sub = "application", "octet-stream"
    made = MIMEBase(main, sub)
    made.set_payload(content)
    place = "inline" if part["Content-ID"] else "attachment"
    made.add_header("Content-Disposition", place, filename=("utf-8", "", part.get_filename() or "file"))
    if part["Content-ID"]:
        made["Content-ID"] = str(part["Content-ID"])
    return made


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class _WholeMail(mailgun.MailgunPayload):  # type: ignore[misc]  # the library has no types
    """The mail as bytes beside its recipient, where the backend would send its parts."""

    def get_api_endpoint(self) -> str:
        """The one for whole mails."""
        return f"{super().get_api_endpoint()}.mime"

    def serialize_data(self) -> dict[str, object]:
        """The fields of the form besides the mail."""
        self.files = [("message", ("message.eml", self.message.whole, "message/rfc822"))]
        return {"to": self.data["to"], "o:tracking": "no"}


class _Mailgun(mailgun.EmailBackend):  # type: ignore[misc]  # the library has no types
    def build_message_payload(self, message: _Letter, defaults: object) -> _WholeMail:
        return _WholeMail(message, defaults, self)


def _hand_over(api: Api, letter: _Letter) -> None:
    if api.by is SendsBy.MAILGUN:
        backend = _Mailgun(api_key=api.key, sender_domain=api.place or None, api_url=api.url, timeout=SECONDS)
    else:
        backend = postmark.EmailBackend(
            server_token=api.key, message_stream=api.place or None, api_url=api.url, timeout=SECONDS
        )
    backend.open()
    try:
        backend.session.max_redirects = 0  # a key is not carried on to where an answer points
        backend.send_messages([letter])
    finally:
        backend.close()


def _meaning(api: Api, error: AnymailRequestsAPIError) -> RefusedForGood | TryAgain:
    answer = error.response
    if answer is None:
        return _unanswered(api, error.__cause__)
    code, told = answer.status_code, _told(answer)
    if code < _MULTIPLE_CHOICES:
        return Unsure(told)  # taken, as far as the status goes; what it says cannot be read
    if code < _BAD_REQUEST or code in _OURS_TO_MEND or _is_set_up(answer):
        return NotBelieved(f"{api.host}: {told}")
    if code in _LATER or code >= _SERVER_ERROR:
        return TryAgain(told)
    return RefusedForGood(told)


def _unanswered(api: Api, cause: BaseException | None) -> TryAgain:
    """Before the request had left nothing was sent; afterwards nobody knows."""
    if isinstance(cause, requests.TooManyRedirects):
        return NotBelieved(f"{api.host}: {_told(cause.response) if cause.response is not None else cause}")
    reason = cause.args[0] if cause is not None and cause.args else None
    never_left = isinstance(reason, MaxRetryError) or isinstance(cause, requests.ConnectTimeout)
    words = f"{api.host}: {type(cause).__name__}: {reason}"[:_LONGEST_ANSWER]
    return TryAgain(words) if never_left else Unsure(words)


def _is_set_up(answer: requests.Response) -> bool:
    return answer.status_code == _UNPROCESSABLE and _said(answer).get("ErrorCode") in _POSTMARK_SET_UP


def _told(answer: requests.Response) -> str:
    said = _said(answer)
    words = said.get("message") or said.get("Message") or answer.text or answer.reason
    return " ".join(f"{answer.status_code} {words}".split())[:_LONGEST_ANSWER]


def _said(answer: requests.Response) -> Mapping[str, object]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
