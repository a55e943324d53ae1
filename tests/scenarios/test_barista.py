"""A barista scans the label on a coffee machine: from the printed address to the engineer who looks after it.

A chain of cafés: three legal entities, twelve sites, sixty machines, as the demo builds them.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from otklik.cli.demo.cafes import CHAIN, MACHINES, Cafes, build_cafes
from otklik.clients.commands import Observers, set_observers
from otklik.clients.models import Asset, Site
from otklik.people.models import Agent
from otklik.tickets.models import Observer, Ticket
from tests import make
from tests.support.pages import fields_of, rows_of, text_of, visitor, words_of

pytestmark = pytest.mark.django_db
SAID = {"subject": "Кофемашина пишет E07", "text": "Воду не греет, очередь стоит."}


@pytest.fixture
def chain(people: make.Cast) -> Cafes:
    """The chain, looked after by an employee of the IT team."""
    return build_cafes({"o.shilova": Agent.objects.get(pk=people.agent.agent_id or 0)})


def test_the_chain(chain: Cafes) -> None:
    assert [len(entity.cafes) for entity in CHAIN] == [5, 4, 3]
    assert Site.objects.count() == len(chain.people) == 12
    assert Asset.objects.count() == 12 * len(MACHINES) == 60


def test_a_label_is_scanned(people: make.Cast, chain: Cafes) -> None:
    """Printed by an employee; signed in by the barista; the form knows machine and site; the request reaches
    whoever looks after the café, and who follows it."""
    machine = chain.machines[1, "CM"]
    site = Site.objects.get(pk=machine.site_id or 0)
    set_observers(people.lead, site, Observers([people.teammate.agent_id or 0], [people.hr.pk]))
    set_observers(people.lead, machine.company, Observers([], [people.front.pk]))
    scanned = _scan(text_of(visitor(people.dispatcher).get(f"/desk/clients/assets/{machine.uid}/label")))
    phone = visitor(None)
    door = phone.get(scanned)
    assert door.headers["Location"] == f"/login?next={scanned}"
    user = chain.people[1].user
    assert user is not None
    phone.force_login(user)
    form = phone.get(phone.get(scanned).headers["Location"])
    known = fields_of(form)
    assert (known["site"], known["asset"]) == ([str(site.uid)], [str(machine.uid)])
    assert "Кофейня на Мясницкой" in words_of(form)
    assert "Кофейня на Литейном" not in words_of(form)
    done = phone.post("/requests/new", {**known, **SAID})
    ticket = Ticket.objects.get()
    assert done.headers["Location"].startswith(f"/requests/{ticket.number}")
    assert (ticket.site, ticket.asset, ticket.company) == (site, machine, machine.company)
    assert (ticket.assignee_id, ticket.team) == (people.agent.agent_id, people.it)
    assert set(Observer.objects.values_list("agent_id", "team_id")) == {
        (people.teammate.agent_id, None),
        (None, people.hr.pk),
        (None, people.front.pk),
    }
    _the_engineer_sees_where(people, ticket, machine, site)


def test_the_label_of_another_entity(people: make.Cast, chain: Cafes) -> None:
    """A barista of one legal entity learns nothing of a machine of another."""
    user = chain.people[1].user
    assert user is not None
    phone = visitor(None)
    phone.force_login(user)
    foreign = chain.machines[10, "CM"]
    page = phone.get(f"/assets/{foreign.uid}")
    assert page.status_code == 404
    assert foreign.serial not in words_of(page)
    assert "Кофейня в Туле" not in words_of(page)


def _scan(label: str) -> str:
    """The path of the address under the code; the code itself is this address."""
    (path,) = re.findall(r"https?://[^/\s]+(/assets/[0-9a-f-]+)", unescape(label))
    return str(path)


def _the_engineer_sees_where(people: make.Cast, ticket: Ticket, machine: Asset, site: Site) -> None:
    """The card links to both and says how to get in; the machine's card has the ticket in its history."""
    desk = visitor(people.agent)
    card = desk.get(f"/desk/tickets/{ticket.number}")
    for path in (f"/desk/clients/sites/{site.uid}", f"/desk/clients/assets/{machine.uid}"):
        assert path in text_of(card)
        assert rows_of(desk.get(path)) == [ticket.number]
    assert site.access_hours in words_of(card)
    assert rows_of(desk.get("/desk/tickets", {"view": "mine", "site": "лесной"})) == [ticket.number]
