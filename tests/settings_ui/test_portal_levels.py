"""The pages that say what the portal opens: for administrators; what is sent wrong comes back as typed."""

from __future__ import annotations

from otklik.clients.models import Contact, ContactCompany, Supervision
from tests import make
from tests.support.pages import field, ru, text_of, visitor
from tests.support.writes import unchanged


def test_levels_of_a_contact(people: make.Cast) -> None:
    """Their own company, then a further one added by its name and given a level of its own."""
    admin = visitor(people.admin)
    contact = make.contact_of(people.client)
    address = f"/settings/contacts/{contact.uid}/levels"
    form = {"own-access": "company", "own-sees_reports": "1", "own-sum": "5 000,50", "add": "Бета"}
    assert admin.post(address, form).headers["Location"] == address
    contact.refresh_from_db()
    assert (contact.access, contact.sees_reports, contact.approves_up_to) == ("company", True, 500_050)
    further = ContactCompany.objects.get(contact=contact)
    assert (further.company, further.access) == (people.other_company, "own")
    page = admin.get(address)
    assert field(page, "own-sum") == "5000,50"
    key = people.other_company.uid
    answer = admin.post(address, {"own-access": "own", f"{key}-access": "company"})
    assert answer.headers["Location"] == f"/desk/clients/contacts/{contact.uid}"
    contact.refresh_from_db()
    assert (contact.access, contact.approves_up_to) == ("own", None)
    assert contact.scope_companies == [people.other_company.pk]
    card = text_of(admin.get(f"/desk/clients/contacts/{contact.uid}"))
    assert ru("all requests of the company") in card
    admin.post(address, {"own-access": "own", f"{key}-access": "company", f"{key}-remove": "1"})
    assert Contact.objects.get(pk=contact.pk).scope_companies == []


def test_what_is_wrong_comes_back(people: make.Cast) -> None:
    """Words for a sum, no such company, several: nothing is kept, all that was typed stands there."""
    admin = visitor(people.admin)
    make.company("ООО «Бета плюс»")
    address = f"/settings/contacts/{make.contact_of(people.client).uid}/levels"
    for form, words in (
        ({"own-access": "company", "own-sum": "много"}, ru("Enter a sum in figures: 5 000 or 5000,50.")),
        ({"own-access": "company", "add": "Дельта"}, ru("No company fits these words.")),
        ({"own-access": "company", "add": "Бет"}, "«Бета плюс»"),
    ):
        with unchanged():
            answer = admin.post(address, form)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert 'value="company" checked' in text_of(answer)


def test_supervised_companies(people: make.Cast) -> None:
    """Added by name, told on the card, removed."""
    admin = visitor(people.admin)
    address = f"/settings/companies/{people.company.uid}/supervised"
    assert admin.post(address, {"add": "Бета"}).status_code == 302
    assert Supervision.objects.get().supervised == people.other_company
    assert people.other_company.name in text_of(admin.get(address))
    assert people.other_company.name in text_of(admin.get(f"/desk/clients/companies/{people.company.uid}"))
    with unchanged():
        assert admin.post(address, {"add": "Альфа"}).status_code == 422
    twins = [make.company("ООО «Гамма»") for _ in range(2)]
    with unchanged():
        assert admin.post(address, {"add": "ООО «Гамма»"}).status_code == 422
    chosen = {"add": "ООО «Гамма» · 7707083893", "add_uid": str(twins[1].uid)}
    assert admin.post(address, chosen).status_code == 302
    assert Supervision.objects.filter(supervised=twins[1]).exists()
    admin.post(address, {"remove": str(twins[1].uid)})
    admin.post(address, {"remove": str(people.other_company.uid)})
    assert not Supervision.objects.exists()
