"""What a script is told when a form was refused: the sentence by field, to be said beside it."""

from __future__ import annotations

from tests import make
from tests.fields.made import field
from tests.support.pages import visitor
from tests.support.writes import unchanged


def test_own_fields_of_a_card(people: make.Cast) -> None:
    field(people.admin, "floor", "number")
    ticket = make.ticket(people.client, "Свет", team=people.it)
    agent = visitor(people.agent, script=True)
    sent = {"asked": "field.floor", "field.floor": "третий", "version": str(ticket.version)}
    with unchanged():
        answer = agent.post(f"/desk/tickets/{ticket.number}/custom", sent)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["field.floor"]
