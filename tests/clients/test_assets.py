"""Equipment: made, changed, hidden, and who may know of it."""

from __future__ import annotations

from datetime import date

import pytest

from otklik.clients.asset_shapes import ASSET_MODEL, ASSET_TYPE, MANUFACTURER
from otklik.clients.commands import AssetSpec, change_asset, create_asset, hide_asset
from otklik.clients.models import AssetModel
from otklik.clients.place_access import get_asset_for, visible_assets
from otklik.clients.place_queries import assets_page
from otklik.clients.serials import serial_key
from otklik.core.errors import Conflict, Denied, Invalid, NotFound
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.people.commands import set_up
from tests import make
from tests.support.writes import changes, kinds, recorded, refused, unchanged


def duo(people: make.Cast) -> AssetModel:
    """A model of a maker and a type."""
    kind = set_up(people.admin, ASSET_TYPE, {"name": {"ru": "Кофемашина", "en": "Coffee machine"}})
    maker = set_up(people.admin, MANUFACTURER, {"name": {"ru": "Ладога"}})
    given = {"name": {"ru": "Duo"}, "manufacturer": maker.pk, "asset_type": kind.pk}
    return set_up(people.admin, ASSET_MODEL, given)


def test_create(people: make.Cast) -> None:
    """The model brings maker and type along."""
    model, site = duo(people), make.site(people.company)
    with recorded() as events:
        asset = create_asset(
            people.dispatcher,
            AssetSpec(
                people.company,
                " Кофемашина  у бара ",
                site,
                model_id=model.pk,
                serial="CM 22-14/а",
                warranty_until=date(2027, 3, 31),
                notes="x",
            ),
        )
    asset.refresh_from_db()
    assert (asset.name, asset.name_key, asset.site) == ("Кофемашина у бара", "кофемашина у бара", site)
    assert (asset.type, asset.manufacturer, asset.model) == (model.type, model.manufacturer, model)
    assert (asset.serial, asset.serial_key) == ("CM 22-14/а", "cm2214а")
    assert (asset.warranty_until, asset.notes) == (date(2027, 3, 31), "x")
    assert kinds(events) == ["asset.created"]


def test_what_cannot_be_taken(people: make.Cast) -> None:
    """Named, and nothing written."""
    model = duo(people)
    other = set_up(people.admin, MANUFACTURER, {"name": {"ru": "Полюс"}})
    elsewhere = make.site(people.other_company)
    make.asset(people.company, serial="A-1")
    wrong = AssetSpec(
        people.company,
        " ",
        elsewhere,
        type_id=10**6,
        manufacturer_id=other.pk,
        model_id=model.pk,
        serial="a1",
    )
    with refused(Invalid, fields={"name", "site", "type", "model", "serial"}):
        create_asset(people.dispatcher, wrong)
    create_asset(people.dispatcher, AssetSpec(people.other_company, "B", elsewhere, serial="a1"))
    for actor in (people.agent, people.client, people.manager):
        with refused(Denied):
            create_asset(actor, AssetSpec(people.company, "A"))


def test_change_and_hide(people: make.Cast) -> None:
    """From and to; to another company only without the old site."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site, serial="A-1")
    spec = AssetSpec(people.company, "Касса", site, serial="A-1", warranty_until=date(2027, 1, 1))
    with recorded() as events:
        changed = change_asset(people.dispatcher, asset, version=1, spec=spec)
    assert changes(events[0]) == {"name": ("Кофемашина", "Касса"), "warranty_until": (None, "2027-01-01")}
    assert changed.version == 2
    with unchanged():
        change_asset(people.dispatcher, asset, version=2, spec=spec)
    with refused(Conflict):
        change_asset(people.dispatcher, asset, version=1, spec=spec)
    with refused(Invalid, fields={"site"}):
        change_asset(people.dispatcher, asset, version=2, spec=AssetSpec(people.other_company, "Касса", site))
    with recorded() as events:
        hide_asset(people.dispatcher, asset)
        hide_asset(people.dispatcher, asset)
    assert [changes(event) for event in events] == [{"hidden": (False, True)}]
    assert assets_page(people.admin).rows == []


def test_who_knows_of_it(people: make.Cast) -> None:
    """Whoever may know of the company; switched off, nobody."""
    asset = make.asset(people.company)
    for actor in (people.admin, people.dispatcher, people.client, people.manager):
        assert get_asset_for(actor, str(asset.uid)) == asset
    for actor in (people.agent, people.outsider, people.stranger):
        with pytest.raises(NotFound):
            get_asset_for(actor, str(asset.uid))
    change_setting(SYSTEM.ref, "modules.assets", False)
    assert list(visible_assets(people.admin)) == []
    with refused(NotFound):
        create_asset(people.admin, AssetSpec(people.company, "A"))


@pytest.mark.parametrize(
    ("words", "finds"), [("2214", 1), ("cm-22", 1), ("кофем альфа", 1), ("бета", 0), ("", 1), ("--", 0)]
)
def test_search(people: make.Cast, words: str, finds: int) -> None:
    """Name, serial number in whatever spelling, company."""
    make.asset(people.company, serial="CM 22-14")
    assert len(assets_page(people.admin, words=words).rows) == finds


def test_serial_key() -> None:
    assert serial_key(" SN 12-34/Ё ") == "sn1234е"
