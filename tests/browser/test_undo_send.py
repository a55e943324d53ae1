"""A reply on its way: taken back by Z with its text, file and status; sent when the page is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from otklik.tickets.commands import release_reply
from otklik.tickets.models import Draft, Message, Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import open_card, reply_box, says

pytestmark = pytest.mark.browser


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team, where replies wait half a minute."""
    change_setting(BY_SYSTEM, "replies.undo_mail_seconds", 30)
    change_setting(BY_SYSTEM, "replies.undo_portal_seconds", 30)
    return make.ticket(people.client, "Касса", "Вопрос", team=people.it)


def test_z_takes_a_reply_back(people: make.Cast, signed_in: SignedIn, ticket: Ticket) -> None:
    """Text, file and status stand in the box again; a colleague and the client have seen nothing."""
    page, other = signed_in(people.agent), signed_in(people.teammate)
    open_card(page, ticket.number)
    open_card(other, ticket.number)
    reply_box(page).fill("Мастер выехал")
    page.locator('[data-pick-files="reply"]').set_input_files(
        {"name": "план.txt", "mimeType": "text/plain", "buffer": b"plan"}
    )
    expect(page.locator('[data-files="reply"] input')).to_have_count(1)
    reply_box(page).press("Control+Shift+Enter")
    expect(says(page, "Мастер выехал")).to_contain_text("Отправится через")
    expect(reply_box(page)).to_have_value("")
    expect(says(other, "Мастер выехал")).to_have_count(0)

    page.keyboard.press("z")
    expect(reply_box(page)).to_have_value("Мастер выехал")
    expect(says(page, "Мастер выехал")).to_have_count(0)
    expect(page.locator('[data-files="reply"]')).to_contain_text("план.txt")
    expect(page.locator("[data-restored]")).to_have_attribute("value", "resolved")
    held = Message.objects.get(kind="reply", agent__isnull=False)
    assert (held.released_at, held.cancelled_at is None) == (None, False)
    assert Ticket.objects.get(pk=ticket.pk).status.code == "assigned"

    page.reload()
    expect(reply_box(page)).to_have_value("Мастер выехал")
    expect(page.locator('[data-files="reply"]')).to_contain_text("план.txt")


def test_a_reply_leaves_without_its_page(people: make.Cast, signed_in: SignedIn, ticket: Ticket) -> None:
    """Opened again, the card still counts down; when it has left, there is nothing to take back."""
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    reply_box(page).fill("Уже едем")
    reply_box(page).press("Control+Enter")
    expect(says(page, "Уже едем")).to_contain_text("Отправится через")
    page.goto("/desk/tickets")
    open_card(page, ticket.number)
    expect(says(page, "Уже едем").get_by_role("button", name="Отменить")).to_be_visible()
    held = Message.objects.get(kind="reply", agent__isnull=False)
    Message.objects.filter(pk=held.pk).update(sends_at=clock.now() - timedelta(seconds=1))
    release_reply(held.pk, "")
    page.reload()
    expect(says(page, "Уже едем")).not_to_contain_text("Отправ")
    assert not Draft.objects.exists()
