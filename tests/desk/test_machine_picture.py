"""The photo of a machine: put, replaced, taken away; seen by whoever may know of the machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.clients.commands import remove_picture, set_picture
from otklik.clients.models import Asset
from otklik.core import orphans
from otklik.core.errors import Denied, Invalid
from otklik.core.models import StoredFile
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import text_of, visitor, words_of
from tests.support.writes import kinds, recorded, refused


@pytest.fixture
def machine(people: make.Cast) -> Asset:
    """A machine of the client's company."""
    return make.asset(people.company, "Кофемашина")


def test_on_the_card(people: make.Cast, machine: Asset) -> None:
    """A form for the camera of a phone and one for files; the past tells it; what is no picture is refused in
    words; only who may change clients."""
    desk, card = visitor(people.dispatcher), f"/desk/clients/assets/{machine.uid}"
    assert 'capture="environment"' in text_of(desk.get(card))
    with recorded() as events:
        assert desk.post(f"{card}/picture", {"picture": make.upload()}).status_code == 302
    assert kinds(events) == ["asset.changed"]
    first = StoredFile.objects.get()
    shown = text_of(desk.get(card))
    assert f'src="/files/{first.uid}?preview=small"' in shown
    assert "Изменено: фото" in words_of(desk.get(card))
    drawn = desk.get(f"/files/{first.uid}?preview=small")
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/jpeg")
    with recorded() as events:
        desk.post(f"{card}/picture", {"picture": SimpleUploadedFile("a.png", b"<script>", "image/png")})
    assert events == []
    assert "не картинка" in words_of(desk.get(card))
    desk.post(f"{card}/picture", {"picture": make.upload("вторая.png")})
    assert Asset.objects.filter(picture__name="вторая.png").get() == machine
    desk.post(f"{card}/picture/removal")
    assert Asset.objects.filter(picture=None).get() == machine
    own = make.file(people.outsider)
    with refused(Denied):
        set_picture(people.outsider, machine, own)
    with refused(Denied):
        remove_picture(people.client, machine)


def test_who_sees_it(people: make.Cast, machine: Asset, frozen_clock: FrozenClock) -> None:
    """As the machine: its company's people, also small in the form a label opens; nobody else; a sweep leaves
    it; one file is the photo of one machine."""
    picture = make.file(people.dispatcher)
    set_picture(people.dispatcher, machine, picture)
    client, address = visitor(people.client), f"/files/{picture.uid}"
    form = client.get(f"/requests/new?service=-&asset={machine.uid}")
    assert f'src="{address}?preview=small"' in text_of(form)
    drawn = f"{address}?preview=small"
    assert client.get(drawn).status_code == visitor(people.dispatcher).get(drawn).status_code == 200
    assert visitor(people.stranger).get(address).status_code == 404
    assert visitor(people.outsider).get(address).status_code == 404
    till = make.asset(people.company, "Касса")
    with refused(Invalid, fields={"picture"}):
        set_picture(people.dispatcher, till, picture)
    frozen_clock.move(timedelta(days=3))
    orphans.remove_orphans()
    assert StoredFile.objects.get() == picture


def test_by_programs(people: make.Cast, machine: Asset) -> None:
    """An upload becomes the photo; its address stands in the answer."""
    asking, address = program(people.dispatcher), f"/assets/{machine.uid}"
    uid = asking.upload(make.upload()).body["items"][0]["uid"]
    put = asking.put(f"{address}/picture", {"file": uid})
    assert (put.status, put.body["picture"]["url"]) == (200, f"/files/{uid}")
    assert program(people.client).get(address).body["picture"]["uid"] == uid
    text = asking.upload(SimpleUploadedFile("a.txt", b"words", "text/plain")).body["items"][0]["uid"]
    assert asking.put(f"{address}/picture", {"file": text}).status == 422
    assert asking.delete(f"{address}/picture").status == 204
    assert asking.get(address).body["picture"] is None
