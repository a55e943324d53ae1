"""A brand's look (colour, logo, postal address) on client pages and in mails; its own services alone."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from otklik.catalogue.models import Service
from otklik.channels.mail import outbox
from otklik.core import small, worker
from otklik.core.actors import SYSTEM
from otklik.core.models import Event
from otklik.notifications.commands import ask_link
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.models import Delivery, HouseLetter
from otklik.organisation.brand_look import stylesheet
from otklik.organisation.brand_shape import BRAND
from otklik.organisation.queries import default_brand, logo_png
from otklik.people.commands import change_set_up, set_up
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import field, text_of, visitor, words_of
from tests.support.writes import unchanged


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "#0a6e5c").save(out, kind, icc_profile=b"a profile of somebody")
    return SimpleUploadedFile("logo.bin", out.getvalue() + b"<script>")


def test_a_colour_that_cannot_be_read_is_refused_in_words(people: make.Cast) -> None:
    """With the contrast it has; a good one colours the pages, both schemes."""
    admin, brand = visitor(people.admin), default_brand()
    address = f"/settings/brands/{brand.uid}"
    form = {"name_ru": "Линия", "base_url": "", "phone": "", "address": "Казань, Баумана 1"}
    form["version"] = field(admin.get(address), "version")
    for wrong, said in (("#ffee00", "4.5"), ("teal", "#006d82")):
        with unchanged():
            answer = admin.post(address, {**form, "accent": wrong})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert field(answer, "accent") == wrong
    assert admin.post(address, {**form, "accent": "7A0026"}).status_code == 302
    page = text_of(visitor(people.client).get("/"))
    digest = hashlib.sha256(stylesheet("#7a0026").encode()).hexdigest()[:16]
    assert f'href="/brand/{brand.uid}/colours.css?v={digest}"' in page, "another stylesheet, another address"
    assert "Линия, Казань, Баумана 1" in page
    sheet = visitor(people.client).get(f"/brand/{brand.uid}/colours.css")
    assert sheet.headers["Content-Type"] == "text/css"
    assert "--accent:#7a0026" in text_of(sheet)
    assert admin.post(f"/settings/audit/{Event.objects.latest('pk').pk}/revert").status_code == 302
    assert "colours.css" not in text_of(visitor(people.client).get("/"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew(people: make.Cast, kind: str) -> None:
    """Small, as PNG, without what hid in the file; its address changes with it."""
    admin, brand = visitor(people.admin), default_brand()
    address = f"/settings/brands/{brand.uid}/logo"
    assert admin.post(address, {"logo": picture(kind)}).status_code == 302
    png = logo_png(brand.pk)
    assert b"<script>" not in png
    with Image.open(io.BytesIO(png)) as drawn:
        assert (drawn.format, drawn.size, "icc_profile" in drawn.info) == ("PNG", (384, 128), False)
    assert f"/brand/{brand.uid}/logo.png?v=" in text_of(visitor(people.client).get("/"))
    shown = visitor(people.client).get(f"/brand/{brand.uid}/logo.png")
    assert (shown.headers["Content-Type"], shown.content) == ("image/png", png)
    assert "изменено: Логотип" in words_of(admin.get("/settings/audit", {"kind": "brand"}))
    admin.post(address, {"remove": "1"})
    assert admin.get(f"/brand/{brand.uid}/logo.png").status_code == 404


def test_what_is_no_logo(people: make.Cast) -> None:
    """A drawing with scripts, a page, something huge, nothing."""
    admin, address = visitor(people.admin), f"/settings/brands/{default_brand().uid}/logo"
    svg = SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    huge = picture(size=(5000, 4000))
    for sent in (
        svg,
        SimpleUploadedFile("a.png", b"<html>"),
        huge,
        SimpleUploadedFile("b.png", b"x" * 2200000),
    ):
        with unchanged():
            assert admin.post(address, {"logo": sent}).status_code == 422
    with unchanged():
        assert admin.post(address).status_code == 422


def test_mails_are_in_the_brands_colour(people: make.Cast) -> None:
    """The client's; employees get the delivered one. The postal address stands at the foot."""
    look = {"accent": "#7a0026", "address": "Казань, Баумана 1"}
    make.mailbox("support", team=people.it)
    change_set_up(people.admin, BRAND, default_brand(), look)
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Готово.")
    worker.drain()
    for row in Delivery.objects.filter(ticket=ticket):
        raw = outbox.kept(row.uid).replace(b"=\n", b"").replace(b"=\r\n", b"").decode()
        to_client = row.audience == Audience.CLIENT
        assert ("#7a0026" in raw) is to_client, row
        assert ("#006d82" in raw) is not to_client, row


def test_mails_look_as_the_tickets_brand(people: make.Cast) -> None:
    """Not as the mailbox's they leave by; links lead to its portal, the lost one too."""
    make.mailbox("support", team=people.it)
    look = {"accent": "#7a0026", "address": "Омск", "base_url": "https://second.test"}
    other = set_up(people.admin, BRAND, {"name": {"ru": "Вторая"}, **look})
    ticket = make.ticket(people.client, team=people.it)
    Ticket.objects.filter(pk=ticket.pk).update(brand=other)
    make.reply(people.agent, ticket, "Готово.")
    ask_link(SYSTEM, ticket.number, "client@alpha.test")
    worker.drain()
    row = Delivery.objects.get(ticket=ticket, letter=Letter.REPLY)
    asked = HouseLetter.objects.get()
    for uid in (row.uid, asked.uid):
        raw = outbox.kept(uid).replace(b"=\n", b"").replace(b"=\r\n", b"").decode()
        assert "#7a0026" in raw
        assert "https://second.test/" in raw
        assert "http://127.0.0.1:8000/" not in raw


def test_a_brands_portal_offers_its_own_services(people: make.Cast) -> None:
    """At the public form of its address: neither shown nor taken by another's."""
    ours, theirs = make.service("101", team=people.it), make.service("202", team=people.it)
    other = set_up(people.admin, BRAND, {"name": {"ru": "Вторая"}, "base_url": "https://second.test"})
    theirs.brands.set([other])
    ours.brands.set([default_brand()])
    Service.objects.filter(pk__in=[ours.pk, theirs.pk]).update(public=True)
    small.bump()
    for host, shown, hidden in (("testserver", ours, theirs), ("second.test", theirs, ours)):
        browser = visitor(None)
        page = text_of(browser.get("/new", headers={"Host": host}))
        assert str(shown.name) in page
        assert str(hidden.name) not in page
        asked = browser.get("/new", {"service": hidden.code}, headers={"Host": host})
        assert str(hidden.name) not in text_of(asked)
        form = {"service": hidden.code, "name": "Пётр", "email": "p@far.test", "text": "Помогите"}
        browser.post("/new", form, headers={"Host": host})
        assert not Ticket.objects.exists()


def test_what_hangs_on_a_brand_is_told(people: make.Cast) -> None:
    """Services and companies given to it, and its mailboxes; not “nothing uses it”."""
    brand = set_up(people.admin, BRAND, {"name": {"ru": "Аптека"}})
    service = make.service("700001")
    service.brands.add(brand)
    people.company.brand = brand
    people.company.save(update_fields=["brand"])
    small.bump()
    page = words_of(visitor(people.admin).get(f"/settings/brands/{brand.uid}"))
    assert "1 услуга" in page
    assert "1 компания" in page
    assert "1 почтовый ящик" not in page
