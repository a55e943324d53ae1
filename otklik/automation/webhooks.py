"""Calling another program about a ticket: one POST of signed JSON, repeated until it is taken.

`X-Otklik-Signature` is `sha256=` and the HMAC-SHA-256 (RFC 2104) of the body with the installation's secret
for webhooks, in hex; `X-Otklik-Delivery` is the same for every repeat, so that the peer knows one it has had.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import partial

import httpx

from otklik.automation.events import WEBHOOK_FAILED
from otklik.catalogue.queries import catalogue
from otklik.core import signing
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.core.pinned import NotAllowed, pinned
from otklik.core.reacting import Effect, later
from otklik.notifications.links import desk_link
from otklik.people.queries import staff
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow

SECONDS = 10.0
PURPOSE = "webhook"


class NotTaken(Exception):
    """The other program did not say that it has it."""


def secret() -> str:
    """What other programs check the signature with; for administrators."""
    return signing.secret_for(PURPOSE)


@later(lane="hooks", network=True)
def call_program(event: Event) -> Effect | None:
    """POST the ticket to the address; anything but a 2xx is tried again. Writes `webhook.failed` when the
    address must not be called; nothing for a ticket that is gone."""
    row = Ticket.objects.select_related("company").filter(pk=event.ticket_id or 0, deleted_at=None).first()
    if row is None:
        return None
    url = str(event.data["url"])
    try:
        _post(url, json.dumps(_body(event, row), ensure_ascii=False).encode(), event)
    except NotAllowed as error:
        return partial(_refused, event, str(error))
    return None


def _post(url: str, body: bytes, event: Event) -> None:
    there = pinned(url, any_port=True)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Otklik",
        "Host": httpx.URL(url).netloc.decode(),
        "X-Otklik-Delivery": str(event.uid),
        "X-Otklik-Signature": "sha256=" + hmac.new(secret().encode(), body, hashlib.sha256).hexdigest(),
    }
    with httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
        answer = client.post(
            there.url, content=body, headers=headers, extensions={"sni_hostname": there.host}
        )
    if not answer.is_success:
        raise NotTaken(f"{there.host} answered {answer.status_code}")


def _refused(event: Event, why: str) -> None:
    data = {"url": event.data["url"], "why": why}
    record(WEBHOOK_FAILED, SYSTEM, Subject("ticket", event.ticket_id, event.ticket_id), data=data)


def _body(event: Event, row: Ticket) -> dict[str, object]:
    """The ticket as it is now, by codes and uids."""
    known, people = catalogue(), staff()
    service, kind = known.services.get(row.service_id or 0), known.types.get(row.type_id or 0)
    team, agent = people.teams.get(row.team_id or 0), people.agents.get(row.assignee_id or 0)
    return {
        "rule": event.data["rule"],
        "event": {"kind": event.data["on"], "uid": event.data["event"]},
        "ticket": {
            "number": row.number,
            "uid": str(row.uid),
            "subject": row.subject,
            "status": workflow().statuses[row.status_id].code,
            "priority": known.priorities[row.priority_id].code,
            "type": kind.code if kind else None,
            "service": service.code if service else None,
            "team": team.code if team else None,
            "assignee": agent.uid if agent else None,
            "contact": {"name": row.contact_name, "email": row.contact_email},
            "company": str(row.company.uid) if row.company else None,
            "created_at": row.created_at.isoformat(),
            "due_at": row.due_at.isoformat() if row.due_at else None,
            "fields": row.custom or {},
            "url": desk_link(row.number),
        },
    }
