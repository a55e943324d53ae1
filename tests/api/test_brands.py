"""Brands by the API: read by staff, made and changed by administrators, with the picture."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from otklik.organisation.models import Brand
from otklik.organisation.queries import default_brand, logo_png
from tests import make
from tests.api.program import program
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db


def picture() -> SimpleUploadedFile:
    """A PNG with something behind its end."""
    out = io.BytesIO()
    Image.new("RGB", (90, 30), "#0a6e5c").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue() + b"<script>", "image/png")


def test_a_brand_is_made_changed_and_hidden(people: make.Cast) -> None:
    """What a page refuses is refused here, at the field as it was sent."""
    admin = program(people.admin)
    made = admin.post("/brands", {"names": {"ru": "Аптека", "en": "Chemist"}, "accent": "#7A0026"})
    assert (made.status, made.body["accent"], made.body["logo_url"]) == (201, "#7a0026", "")
    code = made.body["code"]
    with recorded() as events:
        changed = admin.patch(f"/brands/{code}", {"phone": "8 900 123-45-67", "hidden": True})
    assert (changed.body["phone"], changed.body["hidden"]) == ("+79001234567", True)
    assert set(kinds(events)) == {"configuration.changed"}
    assert program(people.agent).get(f"/brands/{code}").body["names"] == {"ru": "Аптека", "en": "Chemist"}
    assert [row["code"] for row in admin.get("/brands").body["items"]] == [default_brand().code, code]
    with unchanged():
        for body, field in (({"accent": "#ffee00"}, "accent"), ({"names": {"ru": "", "en": ""}}, "names")):
            wrong = admin.patch(f"/brands/{code}", body)
            assert (wrong.status, list(wrong.body["errors"])) == (422, [field])
        assert admin.patch("/brands/nothing", {}).status == 404
        assert admin.patch(f"/brands/{default_brand().code}", {"hidden": True}).status == 409


def test_a_logo_comes_from_an_upload(people: make.Cast) -> None:
    """Drawn anew; what is no picture, or nobody's upload, is told at `file`; taken away again."""
    admin, brand = program(people.admin), default_brand()
    address = f"/brands/{brand.code}/logo"
    good = admin.upload(picture()).body["items"][0]["uid"]
    bad = admin.upload(SimpleUploadedFile("a.txt", b"text", "text/plain")).body["items"][0]["uid"]
    with unchanged():
        for uid in (bad, str(brand.uid)):
            refused = admin.post(address, {"file": uid})
            assert (refused.status, list(refused.body["errors"])) == (422, ["file"])
        assert admin.post("/brands/nothing/logo", {"file": good}).status == 404
    shown = admin.post(address, {"file": good})
    assert (shown.status, shown.body["logo_url"].split("?")[0]) == (200, f"/brand/{brand.uid}/logo.png")
    assert b"<script>" not in logo_png(brand.pk)
    gone = admin.delete(address)
    assert (gone.status, gone.body["logo_url"], logo_png(brand.pk)) == (200, "", b"")
    assert Brand.objects.count() == 1
