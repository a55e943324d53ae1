"""`/contacts/{uid}/failing-emails`: addresses of a contact that mails do not reach."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import BaseModel, Field

from otklik.api.answers import answer
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.clients.access import get_contact_for
from otklik.notifications.commands import clear_address
from otklik.notifications.failing import failing_of

router = Router(tags=["clients"])


class FailingEmail(BaseModel):
    """An address mails came back from."""

    email: str = Field(examples=["ivan@alpha.example"])
    why: str = Field(
        description=_("no-address, no-domain, switched-off or full."),
        examples=["full"],
    )
    said: str = Field(description=_("What the mail server said last."), examples=["5.2.2 552 Mailbox full"])
    times: int = Field(description=_("How many mails failed."), examples=[2])
    since: datetime = Field(examples=["2026-11-20T06:57:02Z"])
    last_at: datetime = Field(examples=["2026-11-21T06:57:02Z"])


class FailingEmails(BaseModel):
    """Those of a contact, in the order of their addresses."""

    items: list[FailingEmail]


@router.get(
    "/{uuid:uid}/failing-emails",
    **told(
        _("List a contact's addresses mails do not reach"), gives={200: FailingEmails}, refuses=(403, 404)
    ),
)
def list_failing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Staff only."""
    contact = get_contact_for(request.auth, str(uid))
    rows = [
        FailingEmail(
            email=one.address,
            why=one.why,
            said=one.said,
            times=one.times,
            since=one.first_at,
            last_at=one.last_at,
        )
        for one in failing_of(request.auth, contact)
    ]
    return answer(FailingEmails(items=rows))


@router.delete(
    "/{uuid:uid}/failing-emails/{email}",
    **told(
        _("Take the mark off an address"),
        _("Says that the address works again. Done by itself when somebody writes from it."),
        gives={204: None},
        refuses=(403, 404),
    ),
)
def clear_failing(request: ApiRequest, uid: UUID, email: str) -> HttpResponse:
    """`commands.clear_address`."""
    clear_address(request.auth, get_contact_for(request.auth, str(uid)), email)
    return HttpResponse(status=204)
