"""Finding clients: by address, by words, by page; who may know of whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.access import get_company_for, get_contact_for, visible_companies, visible_contacts
from otklik.clients.acting import actor_of_client, actor_of_contact
from otklik.clients.commands import ContactSpec, change_company, create_contact
from otklik.clients.models import Company, Contact
from otklik.clients.queries import (
    companies_page,
    company_name,
    contacts_of,
    contacts_page,
    domains_of,
    find_sender,
    first_email,
    own_contact,
    search_companies,
    search_contacts,
)
from otklik.core.actors import Via
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import SYSTEM, anonymous
from tests import make


def test_find_sender(people: make.Cast) -> None:
    """REG-11: a known address, a known domain, neither; hidden ones are not known."""
    client = make.contact_of(people.client)
    known = find_sender(" CLIENT@alpha.test")
    assert (known.contact, known.company) == (client, people.company)
    colleague = find_sender("new@ALPHA.test")
    assert (colleague.contact, colleague.company) == (None, people.company)
    for address in ("new@far.test", "", "нет", "Иван <client@alpha.test>"):
        found = find_sender(address)
        assert (found.contact, found.company) == (None, None)
    Contact.objects.filter(pk=client.pk).update(hidden=True)
    assert find_sender("client@alpha.test").contact is None
    Company.objects.filter(pk=people.company.pk).update(hidden=True)
    assert find_sender("client@alpha.test").company is None


def test_who_may_know_of_whom(people: make.Cast) -> None:
    """Clients: themselves, their company's people with that access, their own company; nobody: nothing."""
    everybody = set(Contact.objects.all())
    assert set(visible_contacts(people.dispatcher)) == set(visible_contacts(SYSTEM)) == everybody
    assert not visible_contacts(people.agent).exists()
    assert not visible_companies(people.agent).exists()
    assert set(visible_contacts(people.client)) == {make.contact_of(people.client)}
    assert set(visible_contacts(people.manager)) == {
        make.contact_of(actor) for actor in (people.client, people.colleague, people.manager)
    }
    assert set(visible_companies(people.client)) == {people.company}
    assert set(visible_companies(make.client("Частное Лицо"))) == set()
    nobody = anonymous(Via.PORTAL)
    assert not visible_contacts(nobody).exists()
    assert not visible_companies(nobody).exists()


def test_one_by_uid(people: make.Cast) -> None:
    """What one may not know of is not there; nor is what is no uid."""
    company, contact = people.other_company, make.contact_of(people.stranger)
    assert get_company_for(people.dispatcher, str(company.uid)) == company
    assert get_contact_for(people.dispatcher, str(contact.uid)) == contact
    for uid in (str(company.uid), str(contact.uid), "", "x", "\x00"):
        with pytest.raises(NotFound):
            get_company_for(people.client, uid)
        with pytest.raises(NotFound):
            get_contact_for(people.client, uid)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("иван", ["Иван Клиентов"]),
        ("КЛИЕНТ", ["Иван Клиентов"]),
        ("лиент", ["Иван Клиентов"]),
        ("клиент иванова", []),
        ("client@", ["Иван Клиентов"]),
        ("ооо", ["Борис Директоров", "Иван Клиентов", "Мария Соседова", "Семён Чужой"]),
        ("семен", ["Семён Чужой"]),
        ("8 900 123-45-67", ["Олег Телефонов"]),
        ("%", []),
        ("_", []),
        ("'", []),
        ("\x00иван", ["Иван Клиентов"]),
    ],
)
def test_search_contacts(people: make.Cast, words: str, names: list[str]) -> None:
    """Any part of a word of the name or the company; the beginning of an address; a whole phone."""
    create_contact(people.dispatcher, ContactSpec("Олег Телефонов", phones=["+79001234567"]))
    create_contact(people.dispatcher, ContactSpec("Скрытая Ивана"))
    Contact.objects.filter(name="Скрытая Ивана").update(hidden=True)
    assert [c.name for c in search_contacts(people.dispatcher, words)] == names
    assert list(search_contacts(people.agent, words)) == []


def test_search_companies(people: make.Cast) -> None:
    """Any part of a word of the name, whatever the case."""
    assert [c.name for c in search_companies(people.dispatcher, "ООО")] == ["ООО «Альфа»", "ООО «Бета»"]
    assert [c.name for c in search_companies(people.dispatcher, "«б")] == ["ООО «Бета»"]
    change_company(
        people.dispatcher,
        people.other_company,
        version=1,
        values={"inn": "7707083893"},
        domains=["beta.test"],
        phones=["8 495 123-45-67"],
    )
    for words in ("beta", "BETA.test", "ivan@beta.test", "7707", "7707 083 893", "+7 (495) 123-45-67"):
        assert [c.name for c in search_companies(people.dispatcher, words)] == ["ООО «Бета»"], words
        assert list(search_companies(people.agent, words)) == []
    assert list(search_companies(people.dispatcher, "770")) == []
    assert [c.name for c in search_companies(people.dispatcher, "", limit=1)] == ["ООО «Альфа»"]
    assert [c.name for c in search_companies(people.dispatcher, "льфа")] == ["ООО «Альфа»"]
    assert [c.name for c in search_companies(people.client, "")] == ["ООО «Альфа»"]


def test_pages(people: make.Cast) -> None:
    """By name, each once, also where names are equal; an altered cursor is refused."""
    for _ in range(5):
        make.contact("Иван Клиентов", people.company)
    wanted = list(Contact.objects.order_by("name_key", "pk"))
    walked: list[Contact] = []
    after = ""
    for _ in range(20):
        page = contacts_page(people.dispatcher, after=after, limit=2)
        walked += page.rows
        if page.after is None:
            break
        after = page.after
    assert walked == wanted
    own = contacts_page(people.dispatcher, company=people.other_company.uid)
    assert [c.name for c in own.rows] == ["Семён Чужой"]
    assert [c.name for c in companies_page(people.dispatcher, words="ооо", limit=1).rows] == ["ООО «Альфа»"]
    for bad in ("x", after + "x"):
        with pytest.raises(Invalid):
            contacts_page(people.dispatcher, after=bad)


def test_a_page_takes_the_same_queries_for_one_and_for_many(people: make.Cast) -> None:
    """Contacts with company, addresses and phones; companies with domains."""
    counts = []
    for more in (0, 12):
        for number in range(more):
            create_contact(
                people.dispatcher,
                ContactSpec("Ян", [f"a{number}@far.test", f"b{number}@far.test"], ["+79001234567"]),
            )
            make.company(f"АО {number}", domains=[f"d{number}.test"])
        with CaptureQueriesContext(
            connection,
        ) as few:
            contacts_page(people.dispatcher)
            companies_page(people.dispatcher)
            search_contacts(people.dispatcher, "")
        counts.append(len(few))
    assert counts[0] == counts[1]


def test_a_contact_acts(people: make.Cast) -> None:
    """Their own language before the account's before the installation's; hidden ones do not act."""
    contact = make.contact_of(people.client)
    actor = actor_of_contact(contact, Via.API)
    assert (actor.contact_id, actor.company_id, actor.company_wide) == (contact.pk, people.company.pk, False)
    assert (actor.via, actor.language, actor.time_zone) == (Via.API, "ru", "Europe/Moscow")
    assert own_contact(actor) == contact
    assert own_contact(people.agent) is None
    user = make.user_of(people.client)
    Contact.objects.filter(pk=contact.pk).update(language="")
    user.language = "en"
    user.save()
    assert actor_of_contact(make.contact_of(people.client), Via.PORTAL).language == "en"
    assert actor_of_client(user, Via.API) == actor_of_contact(make.contact_of(people.client), Via.API)
    Contact.objects.filter(pk=contact.pk).update(hidden=True)
    assert actor_of_client(user, Via.API) is None


def test_small_reads(people: make.Cast) -> None:
    """Names, addresses, domains, people of a company."""
    assert (company_name(people.company.pk), company_name(None), company_name(10**9)) == (
        "ООО «Альфа»",
        "",
        "",
    )
    assert list(domains_of(people.company)) == ["alpha.test"]
    assert first_email(make.contact_of(people.client)) == "client@alpha.test"
    assert [c.name for c in contacts_of(people.dispatcher, people.company, limit=2)] == [
        "Борис Директоров",
        "Иван Клиентов",
    ]
    assert list(contacts_of(people.agent, people.company)) == []
