"""What the doctor finds when it looks deeply."""

from __future__ import annotations

import random

import pytest
from django.conf import settings

from otklik.cli.checks import examine
from otklik.cli.deep import examine_deeply
from otklik.cli.findings import Finding
from otklik.core.models import Blob
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.search.models import Document
from otklik.tickets.models import Ticket
from tests import make

pytestmark = pytest.mark.django_db


def deeply() -> list[Finding]:
    """What a deep look finds."""
    return list(examine_deeply(random.Random(1)))


def wrong(findings: list[Finding]) -> list[str]:
    """What is not fine."""
    return [finding.sentence for finding in findings if not finding.is_fine]


def test_nothing_is_wrong_with_what_commands_wrote() -> None:
    people = make.cast()
    make.ticket(people.client, files=[make.file(people.client)])
    make.ticket(people.stranger)
    assert [finding.sentence for finding in deeply() if finding.is_fine] == [
        "2 tickets are what the rules make of them.",
        "The search index knows 2 tickets and who may read them.",
        "1 files are there.",
    ]
    assert wrong(deeply()) == []


def test_a_corrupted_row_is_named_with_both_values() -> None:
    ticket = make.ticket(make.cast().client)
    Ticket.objects.filter(pk=ticket.pk).update(rank=3)
    assert wrong(deeply()) == [f"{ticket.number}: rank is 3, should be 0"]


def test_many_differences_are_counted_instead_of_listed() -> None:
    people = make.cast()
    for _one in range(25):
        make.ticket(people.client)
    Ticket.objects.update(messages=7)
    said = wrong(deeply())
    assert len(said) == 21
    assert said[-1] == "… and 5 more differences like these."


def test_the_index_is_compared_too() -> None:
    people = make.cast()
    lost, open_to_others = make.ticket(people.client), make.ticket(people.client)
    Document.objects.filter(pk=lost.pk).delete()
    Document.objects.filter(pk=open_to_others.pk).update(access="t_99")
    first, second = wrong(deeply())
    assert first == f"ticket {lost.pk} is not in the search index"
    assert second.startswith(f"ticket {open_to_others.pk} is found by t_99, should be by ")


def test_a_file_that_is_gone_is_found_at_once() -> None:
    make.file(make.cast().client)
    blob = Blob.objects.get()
    path = settings.OTKLIK_FILES_ROOT / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256
    path.unlink()
    assert wrong(deeply()) == [f"file {blob.sha256} is not there"]
    assert any("1 of 1 files are gone" in sentence for sentence in wrong(list(examine())))


def test_letters_that_failed_are_told() -> None:
    ticket = make.ticket(make.cast().client)
    Delivery.objects.create(
        event_id=1, ticket=ticket, channel="mail", audience="client", letter="reply", address="a@b.test",
        state=DeliveryState.FAILED, created_at=ticket.created_at,
    )  # fmt: skip
    assert any("1 letters could not be sent" in sentence for sentence in wrong(list(examine())))
