"""The table of moves, and a status that is switched off with tickets in it."""

from __future__ import annotations

import pytest

from otklik.core.errors import Invalid, NotPossible
from otklik.core.worker import drain
from otklik.people.commands import change_set_up
from otklik.people.models import Role
from otklik.tickets import commands, rehoming
from otklik.tickets.commands.retire import retire_status
from otklik.tickets.models import Status, Ticket, Transition
from otklik.web.setting_up import STATUS
from tests import make
from tests.support.pages import field, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, refused


def status(code: str) -> Status:
    return Status.objects.get(code=code)


def test_the_table_and_one_row_of_it(people: make.Cast) -> None:
    """Every status both ways; the row of one is changed by boxes, moves to switched-off ones stay."""
    admin = visitor(people.admin)
    page = admin.get("/settings/statuses/moves?from=on_hold")
    assert text_of(page).count('scope="row"') == 2 * Status.objects.filter(enabled=True).count() - 1
    lead, hold = Role.objects.get(code="lead"), status("on_hold")
    form = {
        "from": "on_hold",
        "version": field(page, "version"),
        "everybody": [str(status("in_progress").pk)],
        "role": [f"{status('resolved').pk}:{lead.pk}"],
    }
    assert admin.post("/settings/statuses/moves", form).status_code == 302
    found = Transition.objects.filter(source=hold, target__enabled=True).values_list(
        "target__code", "role_id"
    )
    assert set(found) == {("in_progress", None), ("resolved", lead.pk)}
    assert Transition.objects.filter(source=hold, target__code="in_rework").exists()
    assert str(lead.name) in words_of(admin.get("/settings/statuses/moves"))
    stale = admin.post("/settings/statuses/moves", form)
    assert stale.status_code == 409
    none = admin.post("/settings/statuses/moves", {"from": "on_hold"})
    assert none.status_code == 422


def test_its_tickets_go_where_it_is_said(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some at a time, silently; closed ones stay; the state's own and a way out of nothing are refused."""
    monkeypatch.setattr(rehoming, "AT_ONCE", 1)
    tickets = [make.ticket(people.client, team=people.it) for _ in range(3)]
    for one in tickets:
        commands.set_status(people.agent, one, "on_hold")
    commands.set_status(people.agent, tickets[0], "resolved")
    commands.set_status(people.agent, tickets[0], "closed")
    for code in ("on_hold", "nowhere", "resolved", "postponed"):
        with refused(Invalid, fields={"successor"}):
            retire_status(people.admin, status("on_hold"), code)
    with refused(NotPossible):
        retire_status(people.admin, status("in_progress"), "on_hold")
    page = visitor(people.admin).get(f"/settings/statuses/{status('on_hold').uid}")
    assert "f-successor" in text_of(page)
    address = f"/settings/statuses/{status('on_hold').uid}/retiring"
    with recorded() as events:
        visitor(people.admin).post(address, {"successor": "waiting_others"})
        drain()
    moved = [event for event in events if event.kind == "ticket.status_changed"]
    assert [event.data["by"] for event in moved] == ["workflow", "workflow"]
    assert "workflow.changed" in kinds(events)
    assert sorted(Ticket.objects.values_list("status__code", flat=True)) == [
        "closed",
        "waiting_others",
        "waiting_others",
    ]
    change_set_up(people.admin, STATUS, status("on_hold"), {"state": "waiting_others"})
