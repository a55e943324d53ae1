"""A new request by its client."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.catalogue.commands import create_service
from otklik.catalogue.commands.make import ServiceSpec
from otklik.catalogue.models import Service
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import StoredFile
from otklik.core.translated import translated
from otklik.tickets.models import MessageFile, Ticket
from tests import make
from tests.support.pages import field, fields_of, ru, visitor, words_of
from tests.support.writes import rows, unchanged

NEW = "/requests/new"
FORM = {"subject": "Не печатает", "text": "Стоит\nс утра"}


def test_a_request(people: make.Cast) -> None:
    """For oneself, to the team of the service; then its page."""
    make.service("7", team=people.it)
    client = visitor(people.client)
    key = field(client.get(NEW), "idempotency_key")
    answer = client.post(NEW, {**FORM, "service": "7", "idempotency_key": key})
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/requests/{ticket.number}")
    assert (ticket.contact, ticket.company) == (make.contact_of(people.client), people.company)
    assert (ticket.via, ticket.team, ticket.initiator_contact_id) == (
        "portal", people.it, people.client.contact_id,
    )  # fmt: skip
    with unchanged():
        again = client.post(NEW, {**FORM, "service": "7", "idempotency_key": key})
    assert again.headers["Location"] == answer.headers["Location"]


def test_services_not_for_clients(people: make.Cast) -> None:
    """Internal, hidden, packages: not offered; a forged code chooses nothing."""
    make.service("open")
    create_service(
        BY_SYSTEM, ServiceSpec("inner", translated(ru="Внутренняя услуга"), team=people.hr, public=False)
    )
    create_service(BY_SYSTEM, ServiceSpec("pack", translated(ru="Пакет"), team=people.hr, is_package=True))
    hidden = make.service("gone", team=people.hr)
    Service.objects.filter(pk=hidden.pk).update(hidden=True)
    small.bump()
    client = visitor(people.client)
    words = words_of(client.get(NEW))
    assert "Услуга open" in words
    for name in ("Внутренняя услуга", "Пакет", "Услуга gone"):
        assert name not in words
    for code in ("inner", "pack", "gone", "nonsense"):
        client.post(NEW, {**FORM, "subject": code, "service": code})
        ticket = Ticket.objects.get(subject=code)
        assert (ticket.service, ticket.team) == (None, people.front)


def test_what_is_missing_comes_back_whole(people: make.Cast) -> None:
    """Words and files; said beside the field."""
    make.service("7")
    early = make.file(people.client)
    post = {
        "subject": "",
        "text": "Стоит <с> утра",
        "service": "7",
        "file": str(early.uid),
        "files": SimpleUploadedFile("ещё.txt", b"1"),
        "idempotency_key": "k",
    }
    answer = visitor(people.client).post(NEW, post)
    assert answer.status_code == 422
    assert rows(Ticket) == 0
    assert (field(answer, "text"), field(answer, "service"), field(answer, "idempotency_key")) == (
        "Стоит <с> утра", "7", "k",
    )  # fmt: skip
    late = StoredFile.objects.get(name="ещё.txt")
    assert fields_of(answer)["file"] == [str(early.uid), str(late.uid)]
    assert ru("Write in a few words what it is about.") in words_of(answer)


@pytest.mark.parametrize("change", [{"subject": " "}, {"text": ""}, {"file": "nonsense"}])
def test_what_cannot_be(people: make.Cast, change: dict[str, str]) -> None:
    """Nothing is written."""
    client = visitor(people.client)
    with unchanged():
        assert client.post(NEW, {**FORM, **change}).status_code == 422


def test_files_are_ones_own(people: make.Cast) -> None:
    """A colleague's upload cannot be sent along."""
    foreign = make.file(people.colleague)
    client = visitor(people.client)
    with unchanged():
        assert client.post(NEW, {**FORM, "file": str(foreign.uid)}).status_code == 422
    assert rows(MessageFile) == 0


def test_what_a_client_cannot_choose(people: make.Cast) -> None:
    """Team, assignee, priority and type in a forged form change nothing of the request."""
    agent = make.agent_of(people.agent)
    forged = {
        "team": "hr",
        "assignee": f"agent:{agent.uid}",
        "priority": "immediate",
        "type": "internal",
        "contact": "1",
    }
    visitor(people.client).post(NEW, {**FORM, **forged})
    ticket = Ticket.objects.select_related("type", "priority").get()
    assert (ticket.team, ticket.assignee, ticket.priority.code) == (people.front, None, "normal")
    assert ticket.type is not None
    assert ticket.type.code == "request"
