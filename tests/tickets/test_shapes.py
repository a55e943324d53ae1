"""Setting up statuses and moves: what would strand tickets is refused."""

from __future__ import annotations

import pytest

from otklik.core.configuring.rows import read
from otklik.core.errors import Invalid, NotPossible
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.models import Status, Transition
from otklik.tickets.queries.workflow import workflow
from otklik.web.setting_up import STATUS
from tests import make
from tests.support.writes import changes, kinds, recorded, refused

NAMES = {"ru": "У поставщика", "en": "At the supplier"}


def status(code: str) -> Status:
    return Status.objects.get(code=code)


def test_a_new_status_can_be_used_at_once(people: make.Cast) -> None:
    """With its moves: a ticket goes there and back."""
    work = status("in_progress")
    with recorded() as events:
        made = set_up(people.admin, STATUS, {"name": NAMES, "state": "waiting_others", "leads_to": [work.pk]})
        change_set_up(people.admin, STATUS, work, {"leads_to": [*_targets(work), made.pk]})
    assert kinds(events) == ["workflow.changed", "workflow.changed"]
    assert (made.code, made.enabled, made.turn, made.color) == ("at-the-supplier", True, "", "")
    ticket = make.ticket(people.client, team=people.it)
    commands.set_status(people.agent, ticket, "in_progress")
    commands.set_status(people.agent, ticket, made.code)
    assert commands.set_status(people.agent, ticket, "in_progress").status_id == work.pk


def test_moves_for_a_role_only(people: make.Cast) -> None:
    """Only who has the role sees the button."""
    work, lead = status("in_progress"), Role.objects.get(code="lead")
    resolved = status("resolved")
    left = [pk for pk in _targets(work) if pk != resolved.pk]
    change_set_up(people.admin, STATUS, work, {"leads_to": left, "role_moves": [f"{resolved.pk}:{lead.pk}"]})
    assert resolved not in workflow().next_for(people.agent, work.pk)
    assert workflow().statuses[resolved.pk] in workflow().next_for(people.lead, work.pk)
    assert Transition.objects.filter(source=work, role=lead).count() == 1


def test_no_status_without_a_way_out(people: make.Cast) -> None:
    """None at all, only to itself, only to switched-off ones; closed may lead nowhere."""
    work = status("in_progress")
    for targets in ([], [work.pk], [status("in_rework").pk]):
        with refused(Invalid, fields={"leads_to"}):
            change_set_up(people.admin, STATUS, work, {"leads_to": targets})
    change_set_up(people.admin, STATUS, status("closed"), {"client_name": {"ru": "Всё"}})


def test_switching_off(people: make.Cast) -> None:
    """Not the state's own; not one with tickets; not the only way out of another."""
    with refused(NotPossible):
        hide_set_up(people.admin, STATUS, status("closed"))
    ticket = make.ticket(people.client, team=people.it)
    commands.set_status(people.agent, ticket, "on_hold")
    with refused(NotPossible):
        hide_set_up(people.admin, STATUS, status("on_hold"))
    estimating = status("estimating")
    change_set_up(people.admin, STATUS, status("awaiting_approval"), {"leads_to": [estimating.pk]})
    with pytest.raises(NotPossible, match=r"На согласовании|Awaiting approval"):
        hide_set_up(people.admin, STATUS, estimating)
    with recorded() as events:
        hide_set_up(people.admin, STATUS, status("under_review"), hidden=False)
    assert [changes(event) for event in events] == [{"hidden": (True, False)}]


def test_the_state_of_a_status(people: make.Cast) -> None:
    """A state's own status stays with it; one with tickets in it too; any other may move."""
    with refused(Invalid, fields={"state"}):
        change_set_up(people.admin, STATUS, status("in_progress"), {"state": "waiting_client"})
    ticket = make.ticket(people.client, team=people.it)
    commands.set_status(people.agent, ticket, "on_hold")
    with refused(Invalid, fields={"state"}):
        change_set_up(people.admin, STATUS, status("on_hold"), {"state": "waiting_client"})
    changed = change_set_up(people.admin, STATUS, status("estimating"), {"state": "waiting_others"})
    assert changed.state == "waiting_others"


def test_where_new_tickets_begin(people: make.Cast) -> None:
    """In a state with work to do; there is always one."""
    with refused(Invalid, fields={"is_initial"}):
        change_set_up(people.admin, STATUS, status("resolved"), {"is_initial": True})
    change_set_up(people.admin, STATUS, status("in_progress"), {"is_initial": True})
    assert workflow().initial.code == "in_progress"
    with refused(Invalid, fields={"is_initial"}):
        change_set_up(people.admin, STATUS, status("in_progress"), {"is_initial": False})


def _targets(row: Status) -> list[int]:
    targets = read(STATUS, row)["leads_to"]
    assert isinstance(targets, list)
    return targets
