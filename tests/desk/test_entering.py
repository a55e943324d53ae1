"""The form of what a status asks for: from the card and the list, filled in and moved in one step."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import TicketType
from otklik.people.commands import change_set_up
from otklik.tickets import commands
from otklik.tickets.models import Message, Status, Ticket
from otklik.web.setting_up import STATUS
from tests import make
from tests.fields.made import field
from tests.support.pages import ids, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """On hold asks for type and assignee, Resolved for a solution."""
    on_hold, resolved = Status.objects.get(code="on_hold"), Status.objects.get(code="resolved")
    change_set_up(people.admin, STATUS, on_hold, {"requires": ["type", "assignee", "categories"]})
    change_set_up(people.admin, STATUS, resolved, {"asks_solution": True})
    made = make.ticket(people.client, team=people.it)
    Ticket.objects.update(type=None)
    return made


def test_what_a_status_asks_for_cannot_be_skipped(people: make.Cast, ticket: Ticket) -> None:
    """Nor does the form say so, of a field that may be empty elsewhere."""
    field(people.admin, "cause")
    hold = Status.objects.get(code="on_hold")
    change_set_up(people.admin, STATUS, hold, {"requires": ["field.cause"]})
    page = visitor(people.agent).get(f"/desk/tickets/{ticket.number}/entering?status=on_hold")
    assert "f-field.cause" in ids(page)
    assert ru("can be skipped") not in words_of(page)


def test_it_is_asked_and_done_at_once(people: make.Cast, ticket: Ticket) -> None:
    """A press leads to the form; half an answer keeps all as it was, the whole one moves it."""
    card = f"/desk/tickets/{ticket.number}"
    form = f"{card}/entering?status=on_hold"
    pressed = visitor(people.agent, script=True).post(f"{card}/status", {"status": "on_hold"})
    assert pressed.headers["HX-Redirect"] == form
    agent = visitor(people.agent)
    assert agent.post(f"{card}/status", {"status": "on_hold"}).headers["Location"] == form
    page = agent.get(form)
    assert {"f-type", "f-assignee", "f-categories"} <= set(ids(page))
    assert not {"f-client", "f-service", "f-solution", "f-until"} & set(ids(page))
    kind = TicketType.objects.get(code="incident")
    half = {"status": "on_hold", "type": kind.code, "assignee": "", "version": str(ticket.version)}
    with unchanged():
        refused = agent.post(form, half)
    assert refused.status_code == 422
    assert ru("Fill in: %(field)s.", field=ru("Assignee")) in words_of(refused)
    assert f'value="{kind.code}" selected' in text_of(refused)
    change_set_up(
        people.admin, STATUS, Status.objects.get(code="on_hold"), {"requires": ["type", "assignee"]}
    )
    whole = {**half, "assignee": f"agent:{make.agent_of(people.teammate).uid}"}
    with recorded() as events:
        done = agent.post(form, whole)
    assert done.headers["Location"] == card
    assert kinds(events) == ["ticket.edited", "ticket.assigned", "ticket.status_changed"]
    moved = Ticket.objects.get()
    assert (moved.status.code, moved.type_id, moved.assignee_id) == (
        "on_hold",
        kind.pk,
        people.teammate.agent_id,
    )


def test_a_solution_and_reasons(people: make.Cast, ticket: Ticket) -> None:
    """The solution goes to the client; reasons are offered here and on the card."""
    card = f"/desk/tickets/{ticket.number}"
    agent = visitor(people.agent)
    assert "f-solution" in ids(agent.get(f"{card}/entering?status=resolved"))
    agent.post(f"{card}/entering", {"status": "resolved", "solution": "Заменили кабель"})
    assert Ticket.objects.get().state == "resolved"
    assert Message.objects.get(agent_id=people.agent.agent_id or 0).public
    commands.reopen(people.agent, ticket, "Кабель не тот")
    reasons = {"ru": "Ждём мастера\nНет доступа", "en": "Nobody in"}
    change_set_up(people.admin, STATUS, Status.objects.get(code="postponed"), {"reasons": reasons})
    for page in (agent.get(card), agent.get(f"{card}/entering?status=postponed")):
        assert "Ждём мастера" in text_of(page)
    later = {"status": "postponed", "until": "2099-01-01T09:00", "reason": "Нет доступа", "why": ""}
    agent.post(f"{card}/entering", later)
    assert Ticket.objects.get().postponed_why == "Нет доступа"


def test_in_bulk_each_says_what_it_lacks(people: make.Cast, ticket: Ticket) -> None:
    """One refusal names the field, the others go."""
    other = make.ticket(people.client, team=people.it)
    commands.take(people.agent, other)
    kind = TicketType.objects.get(code="incident")
    commands.edit(people.agent, other, commands.Edit(type=kind))
    change_set_up(people.admin, STATUS, Status.objects.get(code="on_hold"), {"requires": ["type"]})
    post = {"number": [ticket.number, other.number], "status": "on_hold"}
    answer = visitor(people.agent, script=True).post("/desk/tickets/bulk", post)
    said = answer.headers["HX-Trigger"].encode("ascii").decode("unicode_escape")
    assert f"{ticket.number}: " + ru("Fill in: %(field)s.", field=ru("Type")) in said
    assert [one.status.code for one in Ticket.objects.order_by("pk")] == ["assigned", "on_hold"]
    done = {"number": [other.number], "status": "resolved", "why": "Заменили кабель"}
    visitor(people.agent, script=True).post("/desk/tickets/bulk", done)
    assert Message.objects.get(ticket=other, agent_id=people.agent.agent_id or 0).is_solution
