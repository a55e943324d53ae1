"""Registering with a provider and signing a mailbox in, as a browser does it."""

from __future__ import annotations

import pytest

from otklik.channels.mail.models import MailGrant, OAuthClient
from tests import make
from tests.channels.mail.signing import World
from tests.support.pages import text_of, visitor

pytestmark = pytest.mark.django_db


def test_the_way_through_the_browser(world: World) -> None:
    admin = visitor(world.people.admin)
    start = f"/settings/mailboxes/{world.account.uid}/sign-in/{world.client.uid}"
    page = text_of(admin.get(f"/settings/mailboxes/{world.account.uid}"))
    assert f'href="{start}"' in page
    away = admin.get(start)
    assert away.status_code == 302
    code, state = world.provider.consent(away.headers["Location"])
    stranger = visitor(world.people.admin)
    assert stranger.get("/settings/mail/sign-in", {"code": code, "state": state}).status_code == 302
    assert not MailGrant.objects.exists(), "only the browser that began may end it"
    wrong = admin.get("/settings/mail/sign-in", {"code": code, "state": state + "x"})
    assert wrong.headers["Location"] == "/settings/mailboxes"
    assert not MailGrant.objects.exists()
    again = admin.get(start).headers["Location"]
    code, state = world.provider.consent(again)
    back = admin.get("/settings/mail/sign-in", {"code": code, "state": state})
    assert back.headers["Location"] == f"/settings/mailboxes/{world.account.uid}"
    assert MailGrant.objects.get().client == world.client
    admin.get("/settings/mail/sign-in", {"code": code, "state": state})
    assert world.provider.asked == ["authorization_code"], "a state is used once"
    refused = admin.get(start).headers["Location"]
    _code, state = world.provider.consent(refused)
    admin.get("/settings/mail/sign-in", {"error": "access_denied", "state": state})
    assert "access_denied" in text_of(admin.get(f"/settings/mailboxes/{world.account.uid}"))


def test_registrations_are_made_changed_and_removed_in_the_browser(people: make.Cast) -> None:
    admin = visitor(people.admin)
    form = {
        "kind": "microsoft",
        "name": "Microsoft",
        "client_id": "abc",
        "secret": "s3cret",
        "tenant": "alpha.test",
    }
    assert admin.post("/settings/mail/providers/new", {**form, "client_id": ""}).status_code == 422
    assert admin.post("/settings/mail/providers/new", {**form, "secret_ends": "31.12"}).status_code == 422
    assert (
        admin.post("/settings/mail/providers/new", {**form, "secret_ends": "2027-01-31"}).status_code == 302
    )
    made = OAuthClient.objects.get()
    assert (made.name, str(made.secret_ends), "s3cret" in made.secret) == ("Microsoft", "2027-01-31", False)
    page = text_of(admin.get(f"/settings/mail/providers/{made.uid}"))
    assert "/<wbr>settings/<wbr>mail/<wbr>sign-in" in page
    assert "s3cret" not in page
    sealed = made.secret
    admin.post(f"/settings/mail/providers/{made.uid}", {**form, "secret": "", "name": "M365"})
    made.refresh_from_db()
    assert (made.name, made.secret) == ("M365", sealed)
    assert "M365" in text_of(admin.get("/settings/mail/providers"))
    log = text_of(admin.get("/settings/audit?kind=oauth_client"))
    assert "M365" in log
    assert admin.post(f"/settings/mail/providers/{made.uid}/removal").status_code == 302
    assert not OAuthClient.objects.exists()
