"""A ticket that an employee begins by writing to its client."""

from __future__ import annotations

import pytest

from otklik.clients.models import Company
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.notifications.models import Delivery
from otklik.organisation.commands import change_setting
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import answer_to, letters_to, take, ticket_of, words


@pytest.mark.parametrize("silent", [[], ["ticket.registered:client"]])
def test_the_description_leaves_as_a_letter(people: make.Cast, silent: list[str]) -> None:
    """As the employee's own words, with the file, whatever is switched off; the answer joins the ticket."""
    support = make.mailbox("support", team=people.it)
    change_setting(BY_SYSTEM, "notifications.silent", silent)
    body = {
        "subject": "Замена кассы",
        "text": "Привезём новую кассу в четверг, удобно?",
        "contact": str(make.contact_of(people.client).uid),
        "files": [str(make.file(people.lead).uid)],
        "outgoing": True,
    }
    made = program(people.lead).post("/tickets", body)
    assert made.status == 201
    [letter] = letters_to("client@alpha.test")
    assert "Привезём новую кассу в четверг, удобно?" in words(letter)
    assert "Ольга Ведущая" in str(letter["From"])
    assert letter["Auto-Submitted"] is None
    assert [part.get_filename() for part in letter.iter_attachments()] == ["снимок.png"]
    assert Delivery.objects.filter(audience="client").count() == 1
    taken = take(answer_to(letter, "Иван <client@alpha.test>", "Да, ждём."), support)
    assert (taken.outcome, ticket_of(taken).number) == ("appended", made.body["number"])


def test_the_company_s_mailbox_reads_them_too(people: make.Cast) -> None:
    """As it reads every answer: where the house wants it, until that is switched off."""
    make.mailbox("support", team=people.it)
    Company.objects.filter(pk=people.company.pk).update(email="office@alpha.test")
    change_setting(BY_SYSTEM, "mail.company_copies", "always")
    contact = str(make.contact_of(people.client).uid)
    body = {"subject": "Замена кассы", "text": "Привезём в четверг.", "contact": contact, "outgoing": True}
    program(people.lead).post("/tickets", body)
    [letter] = letters_to("office@alpha.test")
    assert "Привезём в четверг." in words(letter)
    assert len(letters_to("client@alpha.test")) == 1
    change_setting(BY_SYSTEM, "notifications.silent", ["ticket.registered:company"])
    program(people.lead).post("/tickets", body)
    assert (len(letters_to("office@alpha.test")), len(letters_to("client@alpha.test"))) == (1, 2)


def test_only_staff_write_first(people: make.Cast) -> None:
    made = program(people.client).post("/tickets", {"subject": "А", "text": "Б", "outgoing": True})
    assert made.status == 403
