"""The data set of the benchmarks: people who are really signed in, tickets they may really see."""

from __future__ import annotations

import pytest
from django.test import Client

from bench.cases import NARROWED
from bench.inside import filling, own_fields, people
from otklik.cli.demo import fill
from otklik.fields.models import FieldIndex
from otklik.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_fifty_agents_see_their_tickets() -> None:
    fill.organise(1)
    for code, number in filling.AGENTS.items():
        filling.hire(code, number)
    fill.fill_in_bulk(400, 1)
    own_fields.fill_fields()
    signed = people.signed_in()
    assert len(signed) == sum(filling.AGENTS.values()) >= 50
    numbers = [number for one in signed for number in one.tickets]
    assert len(numbers) == len(set(numbers)) > 300
    assert set(numbers) <= set(Ticket.objects.values_list("number", flat=True))
    someone = next(one for one in signed if one.tickets)
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = someone.session
    assert client.get("/desk/tickets").status_code == 200
    shown = client.get(f"/desk/tickets/{someone.tickets[0]}")
    assert shown.status_code == 200
    _choosers_see_the_fields()
    answered = client.get(
        "/api/v1/tickets", headers={"authorization": f"Bearer {someone.token}"}, query_params={"limit": "1"}
    )
    assert answered.status_code == 200


def _choosers_see_the_fields() -> None:
    """As many agents, who see as many tickets: half by one filter, three quarters of them by the other."""
    sessions = people.signed_in_choosers()
    assert len(sessions) == sum(filling.AGENTS.values())
    everything = Ticket.objects.count()
    assert 0.4 < FieldIndex.objects.filter(key_text="north").count() / everything < 0.6
    assert 0.65 < FieldIndex.objects.filter(key_num__lte=749 * 10**6).count() / everything < 0.85
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = sessions[0]
    for address in ("/desk/tickets?view=all", f"/desk/tickets?view=all&{NARROWED}"):
        shown = client.get(address).content.decode()
        assert shown.count("Поле ") >= len(own_fields.KINDS)
        assert 'id="row-' in shown


def test_fifty_clients_see_their_requests() -> None:
    fill.organise(1)
    fill.fill_in_bulk(400, 1)
    signed = people.signed_in_clients()
    assert 10 < len(signed) <= people.CLIENTS
    assert {one.is_wide for one in signed} == {True, False}
    for one in signed[:4]:
        client = Client(headers={"host": "127.0.0.1"})
        client.cookies["sessionid"] = one.session
        assert client.get("/company" if one.is_wide else "/").status_code == 200
        assert client.get(f"/requests/{one.tickets[0]}").status_code == 200
