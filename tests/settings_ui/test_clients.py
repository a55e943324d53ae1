"""Forms of companies and contacts: for whoever may change clients; the portal is opened by administrators."""

from __future__ import annotations

from otklik.clients.commands import Manager, close_portal, open_portal, set_manager
from otklik.clients.models import Company, Contact
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.people.commands import read_invitation
from tests import make
from tests.support.pages import field, text_of, visitor
from tests.support.writes import changes, kinds, recorded, refused, unchanged

COMPANY = {"name": "ООО «Гамма»", "domains": "gamma.test\nG.test", "category": "vip", "notes": "Важные"}


def test_a_company(people: make.Cast) -> None:
    """Made, changed, looked after by a team; the card says so."""
    lead = visitor(people.lead)
    with recorded() as events:
        answer = lead.post("/settings/companies/new", {**COMPANY, "manager": f"team:{people.it.pk}"})
    assert kinds(events) == ["company.created", "company.changed"]
    company = Company.objects.get(name="ООО «Гамма»")
    assert answer.headers["Location"] == f"/desk/clients/companies/{company.uid}"
    assert (company.category, company.manager_team_id) == ("vip", people.it.pk)
    assert sorted(row.domain for row in company.domains.all()) == ["g.test", "gamma.test"]
    address = f"/settings/companies/{company.uid}"
    version = field(lead.get(address), "version")
    manager = f"agent:{people.agent.agent_id}"
    lead.post(address, {**COMPANY, "name": "Гамма", "manager": manager, "version": version})
    company.refresh_from_db()
    assert (company.name, company.manager_team_id) == ("Гамма", None)
    assert company.manager_agent_id == people.agent.agent_id


def test_a_company_in_depth(people: make.Cast) -> None:
    """Phones, tax numbers, observers: typed, kept, shown in the form and on the card."""
    lead, agent = visitor(people.lead), people.agent.agent_id
    form = {
        **COMPANY,
        "phones": "8 495 123-45-67\nдоб. 12",
        "inn": "7707083893",
        "kpp": "773601001",
        "tax_details": "Расчётный счёт",
        "time_zone": "Asia/Omsk",
        "observers": [f"team:{people.hr.pk}", f"agent:{agent}"],
    }
    lead.post("/settings/companies/new", form)
    company = Company.objects.get(inn="7707083893")
    assert [row.phone for row in company.phones.all()] == ["+74951234567", "доб. 12"]
    assert (company.observer_teams, company.observer_agents) == ([people.hr.pk], [agent])
    page = lead.get(f"/settings/companies/{company.uid}")
    assert "доб. 12" in text_of(page)
    assert field(page, "inn") == "7707083893"
    card = text_of(lead.get(f"/desk/clients/companies/{company.uid}"))
    for words in ("7707083893", "773601001", "Расчётный счёт", "+7 495 123-45-67", "Омск", people.agent.name):
        assert words in card
    with unchanged():
        answer = lead.post("/settings/companies/new", {**form, "domains": "", "inn": "7707083894"})
    assert answer.status_code == 422
    assert "Расчётный счёт" in text_of(answer)


def test_what_a_company_cannot_be(people: make.Cast) -> None:
    """Each fault at its field; typed words stay; a stale form is told; nothing half done."""
    lead = visitor(people.lead)
    wrong = ({"name": ""}, {"domains": "нет домена"}, {"domains": "alpha.test"}, {"manager": "agent:999999"})
    for one in wrong:
        with unchanged():
            answer = lead.post("/settings/companies/new", {**COMPANY, **one})
        assert answer.status_code == 422
        assert "Важные" in text_of(answer)
    address = f"/settings/companies/{people.company.uid}"
    version = field(lead.get(address), "version")
    lead.post(address, {"name": "Первое", "version": version})
    with unchanged():
        assert lead.post(address, {"name": "Второе", "version": version}).status_code == 409


def test_a_contact(people: make.Cast) -> None:
    """In a company, with several addresses and phones; taken out of it."""
    lead = visitor(people.lead)
    form = {
        "name": "Вера Новая",
        "emails": "vera@alpha.test\nv2@alpha.test",
        "phones": "8 900 123-45-67",
        "company": str(people.company.uid),
    }
    lead.post("/settings/contacts/new", form)
    contact = Contact.objects.get(name="Вера Новая")
    assert (contact.company, contact.access) == (people.company, "own")
    assert [row.email for row in contact.emails.order_by("position")] == ["vera@alpha.test", "v2@alpha.test"]
    address = f"/settings/contacts/{contact.uid}"
    version = field(lead.get(address), "version")
    lead.post(address, {**form, "company": "", "version": version})
    contact.refresh_from_db()
    assert contact.company is None
    with unchanged():
        missing = lead.post(address, {**form, "company": str(people.it.uid)})
    assert missing.status_code == 422
    with unchanged():
        assert lead.post("/settings/contacts/new", {**form, "phones": "12"}).status_code == 422


def test_a_contact_in_depth(people: make.Cast) -> None:
    """Messengers, copies, who looks after them and who follows: typed, kept, shown again and on the card."""
    lead = visitor(people.lead)
    form = {
        "name": "Вера Новая",
        "emails": "",
        "phones": "8 900 123-45-68",
        "company": "",
        "messengers": "telegram: @vera\nДругой: skype vera",
        "copies": "boss@alpha.test",
        "manager": f"team:{people.it.pk}",
        "observers": [f"agent:{people.agent.agent_id}"],
    }
    lead.post("/settings/contacts/new", form)
    contact = Contact.objects.get(name="Вера Новая")
    assert [(m.kind, m.address) for m in contact.messengers.all()] == [
        ("telegram", "@vera"),
        ("other", "skype vera"),
    ]
    assert (contact.copies, contact.manager_team_id) == (["boss@alpha.test"], people.it.pk)
    assert contact.observer_agents == [people.agent.agent_id]
    address = f"/settings/contacts/{contact.uid}"
    page = lead.get(address)
    assert "Telegram: @vera" in text_of(page)
    assert "+7 900 123-45-68" in text_of(page)
    card = text_of(lead.get(f"/desk/clients/contacts/{contact.uid}"))
    for words in ("@vera", "skype vera", "boss@alpha.test", people.agent.name, str(people.it.name)):
        assert words in card
    for wrong in ({"messengers": "@vera"}, {"copies": "нет"}, {"observers": ["agent:999999"]}):
        with unchanged():
            assert lead.post(address, {**form, **wrong}).status_code == 422


def test_hidden_clients(people: make.Cast) -> None:
    """Found nowhere, brought back by the same button."""
    lead = visitor(people.lead)
    for kind, uid, model in (
        ("companies", people.company.uid, Company),
        ("contacts", make.contact_of(people.colleague).uid, Contact),
    ):
        for hidden in ("1", ""):
            lead.post(f"/settings/{kind}/{uid}/hidden", {"hidden": hidden})
            assert model._default_manager.get(uid=uid).hidden is bool(hidden)


def test_open_and_close_the_portal(people: make.Cast) -> None:
    """With an account and an invitation; closed, the account is switched off and the link is dead."""
    contact = make.contact("Олег")
    with recorded() as events:
        signed = open_portal(people.admin, contact)
    assert kinds(events) == ["user.created", "contact.changed", "user.invited"]
    assert changes(events[1]) == {"may_sign_in": (False, True)}
    contact.refresh_from_db()
    assert read_invitation(signed) == contact.user
    account = contact.user
    assert account is not None
    close_portal(people.admin, contact)
    assert read_invitation(signed) is None
    contact.refresh_from_db()
    assert contact.user is None
    with unchanged():
        close_portal(people.admin, contact)
    open_portal(people.admin, contact)
    contact.refresh_from_db()
    assert contact.user == account


def test_nobody_gets_hold_of_an_employees_account(people: make.Cast) -> None:
    """A contact with an employee's address shares the account, and no link to its password is made."""
    contact = make.contact("Двойник")
    contact.emails.update(email="admin@desk.test")
    assert open_portal(people.admin, contact) == ""
    contact.refresh_from_db()
    assert contact.user == make.user_of(people.admin)
    close_portal(people.admin, contact)
    assert make.user_of(people.admin).is_active
    for actor in (people.lead, people.dispatcher, people.agent, people.manager):
        with refused(Denied):
            open_portal(actor, contact)
        with refused(Denied):
            close_portal(actor, contact)


def test_who_cannot_have_an_account(people: make.Cast) -> None:
    """Without an address; with one somebody else signs in with."""
    contact = make.contact("Без адреса")
    contact.emails.all().delete()
    with refused(Invalid, fields={"emails"}):
        open_portal(people.admin, contact)
    twin = make.contact("Тёзка")
    make.user_of(people.client)
    make.contact_of(people.client).emails.update(email="moved@alpha.test")
    twin.emails.update(email="client@alpha.test")
    with refused(NotPossible):
        open_portal(people.admin, twin)


def test_the_invitation_is_shown_once(people: make.Cast) -> None:
    """On the page that follows the press; a refusal stands in the form."""
    admin, contact = visitor(people.admin), make.contact("Олег")
    page = admin.post(f"/settings/contacts/{contact.uid}/portal", {"open": "1"})
    assert "/invite/" in text_of(page)
    admin.post(f"/settings/contacts/{contact.uid}/portal", {"open": ""})
    contact.emails.all().delete()
    assert admin.post(f"/settings/contacts/{contact.uid}/portal", {"open": "1"}).status_code == 422


def test_who_looks_after_a_company(people: make.Cast) -> None:
    """Somebody who works here, a team in use, one of both; not for everybody to say."""
    gone = make.employee("Ушедшая")
    make.leave(gone)
    for manager in (Manager(gone.pk), Manager(team_id=10**6), Manager(people.agent.agent_id, people.it.pk)):
        with refused(Invalid, fields={"manager"}):
            set_manager(people.admin, people.company, manager)
    with refused(Denied):
        set_manager(people.agent, people.company, Manager())
