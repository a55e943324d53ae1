"""A client's own page: language, colours, time zone, and which letters they get."""

from __future__ import annotations

import pytest

from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from tests import make
from tests.support.pages import fields_of, visitor
from tests.support.writes import kinds, recorded, unchanged

FORM = {"language": "ru", "theme": "", "time_zone": "", "letters_shown": "1"}


def _told() -> list[str]:
    return sorted(Delivery.objects.filter(audience="client").values_list("letter", flat=True))


def test_which_letters(people: make.Cast) -> None:
    """All of them until the client chooses; the same choice again writes nothing."""
    client = visitor(people.client)
    assert fields_of(client.get("/profile"))["letters"] == ["confirmation", "reply", "reminder"]
    with recorded() as events:
        assert client.post("/profile", {**FORM, "letters": ["reminder"]}).status_code == 302
    assert kinds(events) == ["contact.changed"]
    with unchanged():
        client.post("/profile", {**FORM, "letters": ["reminder"]})
    assert fields_of(client.get("/profile"))["letters"] == ["reminder"]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (["confirmation", "reply", "reminder"], ["clarification", "confirmation", "done", "reply"]),
        ([], ["clarification", "done"]),
        (["nonsense"], ["clarification", "done"]),
    ],
)
def test_what_is_not_wanted_is_not_written(people: make.Cast, chosen: list[str], told: list[str]) -> None:
    """A question and done work are told in any case."""
    make.mailbox(team=people.it)
    visitor(people.client).post("/profile", {**FORM, "letters": chosen})
    ticket = make.ticket(people.client, team=people.it)
    drain(["default"])
    make.reply(people.agent, ticket)
    make.reply(people.agent, ticket, "Какой у вас принтер?", status="needs_clarification")
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    drain(["default"])
    assert _told() == told


def test_a_colleague_who_registered(people: make.Cast) -> None:
    """Each of the two has chosen for themselves."""
    make.mailbox(team=people.it)
    visitor(people.manager).post("/profile", FORM)
    make.ticket(people.manager, contact=make.contact_of(people.colleague), team=people.it)
    drain(["default"])
    told = Delivery.objects.filter(letter="confirmation").values_list("address", flat=True)
    assert list(told) == ["colleague@alpha.test"]
