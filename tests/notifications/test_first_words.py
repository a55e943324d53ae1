"""A ticket that an employee begins by writing to its client."""

from __future__ import annotations

import pytest

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


def test_only_staff_write_first(people: make.Cast) -> None:
    made = program(people.client).post("/tickets", {"subject": "А", "text": "Б", "outgoing": True})
    assert made.status == 403
