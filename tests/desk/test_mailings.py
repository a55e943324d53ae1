"""Mass messages on the desk: written, looked at, checked, started, stopped, taken out; a contact's card."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.mailings.commands import unsubscribe, vote
from otklik.mailings.enums import Kind
from otklik.mailings.models import Mailing, MailingFile, Recipient, Unsubscription
from otklik.people.actor import Actor
from tests import make
from tests.mailings.writing import started, written
from tests.support.writes import unchanged

FORM = {
    "name": "Суббота",
    "kind": "survey",
    "mailbox": "support",
    "subject_ru": "Работы",
    "text_ru": "Добрый день, {{ name }}!",
    "question_ru": "Удобно?",
    "choices_ru": "Да\n\nНет\n",
    "companies": "ооо «альфа»",
    "contacts": "stranger@beta.test",
}


@pytest.fixture(autouse=True)
def support(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)


def browser(of: Actor) -> Client:
    cache.clear()
    client = Client()
    client.force_login(make.user_of(of))
    return client


def shown(response: object) -> str:
    content = getattr(response, "content", b"")
    assert isinstance(content, bytes)
    return content.decode()


def test_from_the_form_to_the_last_letter(people: make.Cast) -> None:
    """Everything by pages: save, preview, check, start, pause, go on, stop, table."""
    lead = browser(people.lead)
    file = SimpleUploadedFile("план.txt", b"plan", "text/plain")
    saved = lead.post(reverse("desk-mailing-new"), {**FORM, "files": file})
    row = Mailing.objects.get()
    page = reverse("desk-mailing", args=[row.uid])
    assert (saved.status_code, saved.headers["Location"]) == (302, page)
    assert (row.kind, row.choices, MailingFile.objects.count()) == (
        "survey",
        [{"ru": "Да"}, {"ru": "Нет"}],
        1,
    )
    form = shown(lead.get(page))
    assert all(part in form for part in ("ООО «Альфа»", "stranger@beta.test", "план.txt", "Удобно?"))
    asked = {**FORM, "text_ru": "Привет, {{ name }}!", "preview": "ru", "as": "client@alpha.test"}
    with unchanged():
        seen = shown(lead.post(reverse("desk-mailing-preview"), asked))
    assert "Привет, Иван Клиентов!" in seen
    kept = str(MailingFile.objects.get().file.uid)
    assert lead.post(page, {**FORM, "name": "Иначе", "version": "1", "file": kept}).status_code == 302
    assert MailingFile.objects.count() == 1
    lead.post(reverse("desk-mailing-check", args=[row.uid]), {"as": "client@alpha.test"})
    checked = Mailing.objects.get()
    assert (checked.name, checked.stage, checked.expected) == ("Иначе", "checked", 4)
    assert "Запустить: 4" in shown(lead.get(page))
    lead.post(reverse("desk-mailing-start", args=[row.uid]), {"version": str(checked.version)})
    drain()
    vote(Recipient.objects.exclude(state="waiting").get(), 2, "=1+1")
    progress = shown(lead.get(page))
    assert all(part in progress for part in ("1 из 4 писем", "Нет: 1 (100 %)", "client@alpha.test", "=1+1"))
    assert "client@alpha.test" not in shown(lead.get(f"{page}?show=failed"))
    for move, stage in (("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
        lead.post(reverse("desk-mailing-move", args=[row.uid, move]))
        assert Mailing.objects.get().stage == stage
    table = lead.get(reverse("desk-mailing-table", args=[row.uid, "csv"]))
    words = b"".join(bytes(piece) for piece in table).decode("utf-8-sig")
    assert ";'=1+1;" in words
    assert Event.objects.filter(kind="mailing.taken_out").count() == 1
    assert "Иначе" in shown(lead.get(reverse("desk-mailings")))


def test_what_comes_back_stands_in_the_form(people: make.Cast) -> None:
    """Names nobody has, placeholders that do not exist, a stale page: nothing is lost of what was typed."""
    lead = browser(people.lead)
    with unchanged():
        back = lead.post(reverse("desk-mailing-new"), {**FORM, "companies": "ООО «Нет таких»"})
        wrong = lead.post(reverse("desk-mailing-new"), {**FORM, "text_ru": "{{ nme }}"})
    assert (back.status_code, wrong.status_code) == (422, 422)
    assert all(part in shown(back) for part in ("Не найдено: ООО «Нет таких».", "Удобно?", "Добрый день"))
    assert "{{ name }}" in shown(wrong)
    row = written(people)
    with unchanged():
        stale = lead.post(reverse("desk-mailing", args=[row.uid]), {**FORM, "version": "7"})
        early = lead.post(reverse("desk-mailing-start", args=[row.uid]), {"version": "1"})
    assert (stale.status_code, early.status_code) == (409, 302)
    lead.post(reverse("desk-mailing-removal", args=[row.uid]))
    assert not Mailing.objects.exists()


def test_as_many_queries_for_four_as_for_one(people: make.Cast) -> None:
    mailing = started(people, written(people))
    lead, page = browser(people.lead), reverse("desk-mailing", args=[mailing.uid])
    counts = []
    for keep in (4, 1):
        Recipient.objects.exclude(pk__in=Recipient.objects.order_by("pk")[:keep]).delete()
        lead.get(page)
        with CaptureQueriesContext(connection) as asked:
            lead.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_contact_s_card_tells_and_changes_it(people: make.Cast) -> None:
    contact = make.contact_of(people.client)
    card = reverse("desk-contact", args=[contact.uid])
    address = reverse("desk-contact-unsubscription", args=[contact.uid])
    lead = browser(people.lead)
    unsubscribe(people.lead, contact, Kind.ANNOUNCEMENT)
    assert "отписка с" in shown(lead.get(card))
    lead.post(address, {"kind": "announcement", "note": " "})
    assert Unsubscription.objects.count() == 1
    lead.post(address, {"kind": "announcement", "note": "Просил сам"})
    lead.post(address, {"kind": "survey"})
    assert list(Unsubscription.objects.values_list("kind", flat=True)) == ["survey"]
