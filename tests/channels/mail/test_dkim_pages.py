"""Keys that sign mail, in the browser and by the API."""

from __future__ import annotations

import pytest

from otklik.channels.mail.models import DkimKey
from otklik.core.models import Event
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otklik.channels.mail.dkim_keys.found_at", lambda _name: None)


@pytest.mark.usefixtures("no_name_server")
def test_a_key_from_the_first_to_the_last(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    admin = visitor(people.admin)
    assert 'value="desk.test"' in text_of(admin.get("/settings/mail/signing/new"))
    form = {"domain": "desk.test", "selector": "s1", "algorithm": "ed25519-sha256", "private": ""}
    assert admin.post("/settings/mail/signing/new", {**form, "selector": "!"}).status_code == 422
    assert admin.post("/settings/mail/signing/new", form).status_code == 302
    made = DkimKey.objects.get()
    address = f"/settings/mail/signing/{made.uid}"
    page = text_of(admin.get(address))
    assert f'data-copy="v=DKIM1; k=ed25519; p={made.public}"' in page
    assert made.private not in page
    assert "Записи домена ещё не проверяли." in text_of(admin.get("/settings/mail/signing"))
    admin.post(f"{address}/check")
    assert "не удалось опросить" in text_of(admin.get(address))
    for sent, state in (({}, True), ({"off": "1"}, False)):
        admin.post(f"{address}/use", sent)
        made.refresh_from_db()
        assert bool(made.used_since) is state
    admin.post(f"{address}/use")
    DkimKey.objects.update(trouble="sealed under another key")
    assert "sealed under another key" in text_of(admin.get("/settings/mail/signing"))
    admin.post(f"{address}/removal")
    assert DkimKey.objects.exists(), "mail is signed with it"
    admin.post(f"{address}/use", {"off": "1"})
    admin.post(f"{address}/removal")
    assert not DkimKey.objects.exists()
    log = text_of(admin.get("/settings/audit?kind=dkim_key"))
    assert "s1 of desk.test" in log
    assert "Им подписывают почту" in log


@pytest.mark.usefixtures("no_name_server")
def test_the_same_by_the_api(people: make.Cast) -> None:
    admin = program(people.admin)
    body = {"domain": "Desk.Example", "selector": "s1", "algorithm": "ed25519-sha256"}
    made = admin.post("/mail/signing-keys", body)
    assert (made.status, made.body["state"], made.body["published"]) == (201, "new", "")
    assert made.body["record_name"] == "s1._domainkey.desk.example"
    assert "private" not in made.body
    address = f"/mail/signing-keys/{made.body['uid']}"
    assert admin.post("/mail/signing-keys", body).status == 422
    assert admin.post(f"{address}/actions/check").body["published"] == "unreachable"
    assert admin.post(f"{address}/actions/use").body["state"] == "used"
    assert admin.delete(address).status == 409
    assert admin.post(f"{address}/actions/retire").body["state"] == "retired"
    assert [row["uid"] for row in admin.get("/mail/signing-keys").body["items"]] == [made.body["uid"]]
    assert admin.delete(address).status == 204
    sealed = DkimKey.objects.values_list("private", flat=True)
    assert list(sealed) == []
    assert "private" not in str(list(Event.objects.filter(kind="dkim_key.changed").values_list("data")))
