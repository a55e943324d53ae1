"""Fields many desks end up with are proposed where fields are set up, until they are there."""

from __future__ import annotations

import pytest

from otklik.fields.models import CustomField
from otklik.settings_ui.field_proposals import PROPOSALS
from tests import make
from tests.support.pages import field, ru, text_of, visitor

pytestmark = pytest.mark.django_db
LIST = "/settings/custom-fields"


def test_each_is_a_form_that_is_ready_to_be_sent(people: make.Cast) -> None:
    admin = visitor(people.admin)
    for proposal in PROPOSALS:
        address = f"{LIST}/new?ready={proposal.key}"
        assert address in admin.get(LIST).content.decode()
        form = admin.get(address)
        names = ("owner", "kind", "key", "name_ru", "name_en", "hint_ru", "hint_en", "clients")
        sent = {name: field(form, name) for name in names}
        assert admin.post(f"{LIST}/new", {**sent, "currency": "RUB"}).status_code == 302, proposal.key
    page = admin.get(LIST)
    assert "ready=" not in page.content.decode()
    assert "Организация-плательщик" in text_of(page)
    payer = CustomField.objects.get(owner="ticket", key="payer")
    assert (payer.kind, str(payer.name.text("en"))) == ("company", "Paying organisation")


def test_other_sections_propose_nothing(people: make.Cast) -> None:
    admin = visitor(people.admin)
    assert ru("Ready to add") in text_of(admin.get(LIST))
    assert ru("Ready to add") not in text_of(admin.get("/settings/teams"))
    assert admin.get(f"{LIST}/new?ready=nonsense").status_code == 200
