"""The rules of the house and the order of lists by the API: the commands of their pages."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import Service
from otklik.catalogue.queries import catalogue
from otklik.fields.models import CustomField
from otklik.organisation import settings
from otklik.web.ways import FIELDS
from tests import make
from tests.api.program import program
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db


def test_the_rules_of_the_house(people: make.Cast) -> None:
    """What their page shows; all that are sent or none; one event each, as the page writes it."""
    admin = program(people.admin)
    listed = admin.get("/settings", limit=100).body["items"]
    assert [one["key"] for one in listed] == [field.name for field in FIELDS]
    new = {"tickets.number_prefix": "req", "tickets.close_after": 9, "tickets.client_choices": ["close"]}
    with recorded() as events:
        answer = admin.patch("/settings", {"values": {**new, "tickets.closed_is_final": True}})
    assert (answer.status, kinds(events)) == (200, ["setting.changed"] * 4)
    assert settings.NUMBER_PREFIX.get() == "REQ"
    found = {one["key"]: one for one in answer.body["items"]}
    assert (found["tickets.close_after"]["value"], found["tickets.close_after"]["delivered"] == 9) == (
        9,
        False,
    )
    for values, field in (
        ({"tickets.close_after": 5, "nothing": 1}, "nothing"),
        ({"tickets.close_after": "many"}, "tickets.close_after"),
        ({"tickets.close_after": True}, "tickets.close_after"),
        ({"tickets.closed_is_final": 1}, "tickets.closed_is_final"),
        ({"organisation.time_zone": "Moon/Sea"}, "organisation.time_zone"),
        ({"surveys.captions_ru": ["Хорошо"]}, "surveys.captions_ru"),
        ({"people.demo_logins": True}, "people.demo_logins"),
    ):
        with unchanged():
            refused = admin.patch("/settings", {"values": values})
        assert (refused.problem, list(refused.body["errors"])) == ("invalid", [field])


def test_lists_are_put_into_order(people: make.Cast) -> None:
    """Those named come first, the rest follow; one event with both orders; only siblings together."""
    admin = program(people.admin)
    before = [row.code for row in catalogue().types.values()]
    with recorded() as events:
        answer = admin.put("/order", {"of": "types", "names": before[::-1][:2]})
    after = [*before[::-1][:2], *(code for code in before if code not in before[::-1][:2])]
    assert (answer.status, answer.body["names"], len(events)) == (200, after, 1)
    assert [row.code for row in catalogue().types.values()] == after
    with unchanged():
        admin.put("/order", {"of": "types", "names": after})
    package = make.service("1")
    inner, outer = make.service("2"), make.service("3")
    Service.objects.filter(pk=inner.pk).update(parent=package)
    mixed = admin.put("/order", {"of": "services", "names": [inner.code, outer.code]})
    assert mixed.problem == "invalid"
    unknown = admin.put("/order", {"of": "teams", "names": ["it", "nobody"]})
    assert list(unknown.body["errors"]) == ["names"]


def test_fields_and_their_options_are_ordered_too(people: make.Cast) -> None:
    admin = program(people.admin)
    for owner, key in (("ticket", "a"), ("ticket", "b"), ("company", "c")):
        body = {"owner": owner, "kind": "list", "key": key, "names": {"en": key}}
        assert admin.post("/custom-fields", body).status == 201
    first, second = (str(CustomField.objects.get(key=key).uid) for key in "ab")
    answer = admin.put("/order", {"of": "custom-fields", "names": [second]})
    assert answer.body["names"] == [second, first]
    for code in ("x", "y"):
        admin.post(f"/custom-fields/{first}/options", {"code": code, "names": {"en": code}})
    moved = admin.put("/order", {"of": "field-options", "field": first, "names": ["y"]})
    assert (moved.status, moved.body["names"]) == (200, ["y", "x"])
    assert list(admin.put("/order", {"of": "field-options", "names": ["y"]}).body["errors"]) == ["field"]


def test_everything_of_a_service_is_set(people: make.Cast) -> None:
    """What its page sets; clients read nothing of what decides about them."""
    admin = program(people.admin)
    admin.post("/company-categories", {"code": "vip", "names": {"en": "VIP"}})
    brand = admin.post("/brands", {"names": {"en": "Line"}}).body["code"]
    body = {
        "asks": ["phone", "priority"],
        "requires": ["files", "phone"],
        "brands": [brand],
        "for_categories": ["vip"],
        "only_for": ["contract"],
        "default_type": "incident",
        "default_priority": "high",
        "calendar": "weekdays",
        "close_after": 7,
        "close_unit": "days",
    }
    made = admin.post("/services", {"code": "7", "names": {"en": "Seven"}, **body})
    assert (made.status, {name: made.body[name] for name in body}) == (201, body)
    empty: dict[str, object] = {
        **dict.fromkeys(("default_type", "calendar", "close_after", "close_unit")),
        "brands": [],
    }
    changed = admin.patch("/services/7", {**empty, "asks": ["phone"]})
    assert {name: changed.body[name] for name in empty} == empty
    assert changed.body["default_priority"] == "high"
    assert list(admin.patch("/services/7", {"requires": ["type"]}).body["errors"]) == ["requires"]
    assert list(admin.patch("/services/7", {"calendar": "none"}).body["errors"]) == ["calendar"]
    make.service("8")
    (shown,) = program(people.client).get("/services").body["items"]
    assert (shown["code"], "only_for" in shown, "calendar" in shown) == ("8", False, False)
