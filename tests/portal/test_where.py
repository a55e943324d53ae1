"""Site and equipment in the client's form, and the labels that lead there."""

from __future__ import annotations

from otklik.clients.commands import hide_asset
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import unchanged

NEW = "/requests/new"
FORM = {"subject": "Не варит", "text": "Совсем"}


def test_a_scanned_label(people: make.Cast) -> None:
    """The form knows machine and site and asks for no service; one can be chosen; the ticket carries all."""
    make.service("7", team=people.it)
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    client = visitor(people.client)
    answer = client.get(f"/assets/{asset.uid}")
    assert answer.headers["Location"] == f"{NEW}?service=-&asset={asset.uid}"
    form = client.get(answer.headers["Location"])
    assert (fields_of(form)["site"], fields_of(form)["asset"]) == ([str(site.uid)], [str(asset.uid)])
    assert f"{NEW}?asset={asset.uid}" in text_of(form)
    assert f"?service=7&amp;asset={asset.uid}" in text_of(client.get(f"{NEW}?asset={asset.uid}"))
    fields = fields_of(client.get(f"{NEW}?service=7&asset={asset.uid}"))
    assert (fields["site"], fields["asset"]) == ([str(site.uid)], [str(asset.uid)])
    client.post(NEW, {**fields, **FORM})
    ticket = Ticket.objects.get()
    assert (ticket.site, ticket.asset, ticket.company) == (site, asset, people.company)
    assert asset.name in words_of(client.get(f"/requests/{ticket.number}"))


def test_others_with_a_label(people: make.Cast) -> None:
    """Another company and hidden equipment: a clear page; an employee: the card; nobody: signs in first."""
    asset = make.asset(people.company)
    address = f"/assets/{asset.uid}"
    stranger = visitor(people.stranger)
    answer = stranger.get(address)
    assert answer.status_code == 404
    assert "Это оборудование не вашей компании" in words_of(answer)
    assert asset.name not in words_of(answer)
    assert stranger.get(f"{NEW}?asset={asset.uid}").status_code == 404
    assert visitor(people.agent).get(address).headers["Location"] == f"/desk/clients{address}"
    assert visitor(None).get(address).headers["Location"] == f"/login?next={address}"
    hide_asset(people.admin, asset)
    assert visitor(people.client).get(address).status_code == 404


def test_only_the_own_company(people: make.Cast) -> None:
    """What is not theirs is refused at its field and registers nothing."""
    make.site(people.company)
    site, asset = make.site(people.other_company, "Чужая"), make.asset(people.other_company, "Чужая касса")
    client = visitor(people.client)
    page = words_of(client.get(NEW))
    assert ("Кофейня на Лесной" in page, "Чужая" in page) == (True, False)
    with unchanged():
        answer = client.post(NEW, {**FORM, "site": str(site.uid), "asset": str(asset.uid)})
    assert answer.status_code == 422
    assert "нет такого объекта" in words_of(answer)
    assert "нет такого оборудования" in words_of(answer)


def test_a_company_without_any_is_not_asked(people: make.Cast) -> None:
    """Nor anybody where the modules are off."""
    make.asset(people.company, site=make.site(people.company))
    assert 'name="site"' not in text_of(visitor(people.stranger).get(NEW))
    client = visitor(people.client)
    assert 'name="asset"' in text_of(client.get(NEW))
    for key in ("modules.sites", "modules.assets"):
        change_setting(SYSTEM.ref, key, False)
    assert ('name="site"' in text_of(client.get(NEW)), 'name="asset"' in text_of(client.get(NEW))) == (
        False,
        False,
    )
