"""The ledger of mail that came in, and the original behind a message."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.intake import receive_raw
from otklik.channels.mail.models import InboundRaw
from tests import make
from tests.channels.mail.writing import mail
from tests.support.pages import visitor

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    """A mailbox of the IT team."""
    return make.mailbox("support", team=people.it)


def test_a_mail_that_could_not_be_read_is_read_again(people: make.Cast, support: ChannelAccount) -> None:
    admin = visitor(people.admin)
    raw = mail("Кто <who@far.test>", "Не печатает", subject="Касса")
    taken = receive_raw(iter([raw]), support)
    InboundRaw.objects.update(
        outcome="failed", reason="fault", error="Traceback", fingerprint=None, ticket=None, message=None
    )
    page = admin.get("/settings/mail/ledger", {"outcome": "failed"}).content.decode()
    assert "Касса" in page
    assert "who@far.test" in page
    assert re.search(r'outcome=failed"[^>]*>[^<]*<span class="count">1</span>', page)
    line = f"/settings/mail/ledger/{taken.uid}"
    shown = admin.get(line).content.decode()
    assert "Traceback" in shown
    assert f'action="{line}/again"' in shown
    answer = admin.post(f"{line}/again")
    assert (answer.status_code, answer.headers["Location"]) == (302, line)
    assert InboundRaw.objects.get(uid=taken.uid).outcome != "failed"
    assert f'action="{line}/again"' not in admin.get(line).content.decode()


def test_the_source_is_text_and_the_file_a_download(people: make.Cast, support: ChannelAccount) -> None:
    raw = mail("Кто <who@far.test>", HOSTILE, subject="Касса стоит", html=f"<p>{HOSTILE}</p>")
    taken = receive_raw(iter([raw]), support)
    agent = visitor(people.agent)
    card = agent.get(f"/desk/tickets/{taken.number}").content.decode()
    address = f"/desk/originals/{taken.uid}"
    assert f'href="{address}"' in card
    page = agent.get(address).content.decode()
    assert "Касса стоит" in page
    assert HOSTILE not in page
    file = agent.get(f"{address}/file")
    assert file.content == raw
    assert file.headers["Content-Disposition"] == f'attachment; filename="{taken.uid}.eml"'
    assert (file.headers["Content-Type"], file.headers["X-Content-Type-Options"]) == (
        "application/octet-stream", "nosniff",
    )  # fmt: skip


def test_who_does_not_see_the_ticket_does_not_see_its_mail(
    people: make.Cast, support: ChannelAccount
) -> None:
    taken = receive_raw(iter([mail()]), support)
    for address in (f"/desk/originals/{taken.uid}", f"/desk/originals/{taken.uid}/file"):
        assert visitor(people.outsider).get(address).status_code == 404
        assert visitor(people.client).get(address).status_code == 403
        assert visitor(people.teammate).get(address).status_code == 200
    assert visitor(people.agent).get("/settings/mail/ledger").status_code == 403


def test_the_ledger_costs_the_same_for_one_mail_and_for_many(
    people: make.Cast, support: ChannelAccount
) -> None:
    admin = visitor(people.admin)
    receive_raw(iter([mail(subject="Первое")]), support)
    admin.get("/settings/mail/ledger")
    with CaptureQueriesContext(connection) as one:
        admin.get("/settings/mail/ledger")
    for number in range(10):
        receive_raw(iter([mail(subject=f"Письмо {number}")]), support)
    with CaptureQueriesContext(connection) as many:
        assert admin.get("/settings/mail/ledger").content.decode().count("/settings/mail/ledger/") == 11
    assert len(one) == len(many)
