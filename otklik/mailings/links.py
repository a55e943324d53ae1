"""Addresses that mass letters lead to. Opening one changes nothing: each page has a button."""

from __future__ import annotations

from django.conf import settings

from otklik.core import signing
from otklik.mailings.models import Recipient

UNSUBSCRIBE = "mailing.unsubscribe"
"""Purpose of `/u/<signed>`: object the recipient, holder the contact."""
SURVEY = "mailing.survey"
"""Purpose of `/q/<signed>`, where a survey is answered. Object and holder as above."""


def unsubscribe_link(recipient: Recipient) -> str:
    """Where the recipient says that they want no more letters of this kind; mail programs post to it too
    (RFC 8058)."""
    return f"{_base(recipient)}/u/{signing.sign(UNSUBSCRIBE, recipient.pk, recipient.contact_id)}"


def survey_link(recipient: Recipient, number: int | None = None) -> str:
    """Where the recipient answers; `number` is chosen already when the page opens."""
    wish = f"?choice={number}" if number is not None else ""
    return f"{_base(recipient)}/q/{signing.sign(SURVEY, recipient.pk, recipient.contact_id)}{wish}"


def desk_link(uid: object) -> str:
    """The mass message on the desk."""
    return f"{settings.OTKLIK_BASE_URL}/desk/mailings/{uid}"


def read_unsubscribe(signed: str) -> int | None:
    """Which recipient a signed part of `/u/` names; None when it is none of ours."""
    claim = signing.read(UNSUBSCRIBE, signed)
    return claim.object_id if claim else None


def read_survey(signed: str) -> int | None:
    """The same of `/q/`."""
    claim = signing.read(SURVEY, signed)
    return claim.object_id if claim else None


def _base(recipient: Recipient) -> str:
    own = recipient.mailing.account.brand.base_url
    return own.rstrip("/") or str(settings.OTKLIK_BASE_URL)
