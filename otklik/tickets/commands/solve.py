"""Resolving with the solution in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.reply import Reply, reply
from otklik.tickets.content import Content
from otklik.tickets.enums import State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow


@transaction.atomic
def resolve(
    actor: Actor,
    ticket: Ticket,
    solution: Content,
    *,
    attachments: Sequence[Attachment] = (),
    seen: int | None = None,
    undo_seconds: int = 0,
) -> Message:
    """Tell the client the solution and mark the work done, in one step (MAIL-7).

    Needs what `reply` and a status need. Writes `reply.sent` and `ticket.resolved` as one batch, at once or
    after the undo window. `Invalid` without a solution.
    """
    if solution.is_empty and not attachments:
        raise Invalid({"solution": _("Write what was done: the client gets it with the news.")})
    code = workflow().system(State.RESOLVED).code
    what = Reply(solution, attachments=attachments, status=code, seen=seen, undo_seconds=undo_seconds)
    return reply(actor, ticket, what)
