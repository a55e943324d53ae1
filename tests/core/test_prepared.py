"""A query kept in words finds what the queryset finds, whatever values it is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.models import Contact
from otklik.core import prepared
from otklik.core.prepared import Joined, Prepared, Rows
from otklik.people.models import User
from otklik.tickets.models import Message
from tests import make

pytestmark = pytest.mark.django_db


def of_company(company_id: int) -> Rows:
    rows = Contact.objects.filter(company_id=company_id, hidden=False).order_by("id")
    return rows.values_list("id", "uid", "name", "created_at", "hidden")


def test_finds_what_the_queryset_finds_for_each_value() -> None:
    people = make.cast()
    kept = Prepared(lambda *row: row)
    for actor in (people.client, people.stranger, people.client):
        assert actor.company_id is not None
        found = kept.rows(of_company, actor.company_id)
        assert found == list(of_company(actor.company_id))
        assert found
        _id, uid, _name, at, hidden = found[0]
        assert isinstance(uid, UUID)
        assert isinstance(at, datetime)
        assert at.tzinfo is not None
        assert hidden is False


def test_builds_once_and_asks_once() -> None:
    people = make.cast()
    built: list[int] = []

    def build(company_id: int) -> Rows:
        built.append(company_id)
        return of_company(company_id)

    kept = Prepared(lambda *row: row)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        kept.rows(build, people.client.company_id or 0)
        kept.rows(build, people.stranger.company_id or 0)
    assert (len(built), len(asked)) == (1, 2)


def test_another_shape_is_another_query() -> None:
    people = make.cast()
    kept = Prepared(lambda *row: row)
    company = people.client.company_id or 0
    whole = kept.rows(of_company, company)
    first = kept.rows(lambda pk: of_company(pk)[:1], company, shape="first")
    assert (first, kept.rows(of_company, company)) == (whole[:1], whole)


def test_several_are_asked_together_each_with_its_own_limit_and_number_reads_nothing() -> None:
    """In their order; one of them that can find nothing is left out. What is only counted is one number."""
    people = make.cast()
    kept = Prepared(lambda *row: row)
    one, other = people.client.company_id or 0, people.stranger.company_id or 0

    def build(first: int, second: int) -> list[Rows]:
        return [of_company(first)[:1], of_company(second).none(), of_company(second)[:2]]

    with CaptureQueriesContext(connection) as asked:
        found = kept.rows(build, one, other)
        number = kept.number(lambda pk: of_company(pk)[:1], one)
    assert found == [*of_company(one)[:1], *of_company(other)[:2]]
    assert (number, len(asked)) == (1, 2)
    assert kept.number(of_company, one, shape="all") == len(of_company(one)) > 1
    assert kept.number(lambda pk: of_company(pk).none(), one, shape="none") == 0


def test_text_is_a_value_and_never_words_of_the_query() -> None:
    people = make.cast()
    login = make.user_of(people.client).login
    kept = Prepared(lambda *row: row)

    def build(wanted: str) -> Rows:
        return User.objects.filter(login=wanted).values_list("id")

    assert kept.rows(build, login) == [(people.client.user_id,)]
    assert kept.rows(build, "' OR '1'='1") == []
    assert kept.rows(build, "100 %s") == []


def test_what_can_find_nothing_asks_nothing() -> None:
    kept = Prepared(lambda *row: row)
    with CaptureQueriesContext(connection) as asked:
        assert kept.rows(lambda pk: of_company(pk).none(), 1) == []
    assert not asked.captured_queries


def test_moments_are_values_too() -> None:
    people = make.cast()
    contact = Contact.objects.get(pk=people.client.contact_id or 0)
    kept = Prepared(lambda *row: row)

    def build(company_id: int, since: datetime, until: datetime) -> Rows:
        found = Contact.objects.filter(company_id=company_id, created_at__gte=since, created_at__lt=until)
        return found.values_list("id", "created_at")

    made, later = contact.created_at, contact.created_at + timedelta(microseconds=1)
    row = (contact.pk, contact.created_at)
    assert row in kept.rows(build, contact.company_id or 0, made, later)
    assert row not in kept.rows(build, contact.company_id or 0, later, later + timedelta(days=1))


def test_old_shapes_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_MOST", 3)
    kept = Prepared(lambda *row: row)
    for shape in range(10):
        kept.rows(of_company, 1, shape=shape)
    assert len(kept._known) <= 3


def test_reads_what_a_row_leads_to_with_it() -> None:
    people = make.cast()
    kept = Joined(Message, "body", "ticket", "ticket__contact", "ticket__contact__company", "agent")
    ticket = make.ticket(people.client)
    found = Prepared(kept.row)
    [message] = found.rows(
        lambda pk: Message.objects.filter(ticket_id=pk).values_list(*kept.columns), ticket.pk
    )
    with CaptureQueriesContext(connection) as asked:
        assert message.ticket == ticket
        assert message.ticket.contact is not None
        assert message.ticket.contact.company is not None
        assert message.ticket.contact.company.pk == people.client.company_id
        assert message.body.message is message
        assert message.body.text
        assert message.agent is None
    assert not asked.captured_queries
