"""Rules made by hand on their pages, as an administrator makes them, and proven by mails."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from otklik.automation.models import RoutingRule
from otklik.tickets.commands import set_status
from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.browser import Visitors
from tests.support.pages import ru

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def test_a_table_of_two_rules(people: make.Cast, signed_in: SignedIn) -> None:
    """Each is asked for its conditions and made; dragged the other way round they are numbered anew, and the
    next mail goes by the one that stands first."""
    support = make.mailbox("support")
    page = signed_in(people.admin)
    _add(page, "Почта", [(ru("Way of registration"), ru("mail"))], people.it.pk)
    _add(page, "Всё остальное", [], people.hr.pk)
    assert [str(rule.name) for rule in RoutingRule.objects.order_by("position")] == ["Почта", "Всё остальное"]
    first = ticket_of(take(mail("Марина <marina@tehnopak.test>", "Не печатает", subject="Касса"), support))
    assert first.team == people.it
    page.goto("/settings/routing")
    assert _table(page) == [("1", "Почта"), ("2", "Всё остальное")]
    _drag(page, page.locator(".rule .grip").nth(1), page.locator(".rule .grip").nth(0))
    expect(page.locator("[data-toast]")).to_be_visible()
    assert _table(page) == [("1", "Всё остальное"), ("2", "Почта")]
    again = ticket_of(take(mail("Марина <marina@tehnopak.test>", "И снова", subject="Ещё касса"), support))
    assert again.team == people.hr


def test_trying_first_shows_what_is_found(people: make.Cast, signed_in: SignedIn, visitors: Visitors) -> None:
    """The press stands above the form, what is found below it: the page goes there."""
    make.ticket(people.client)
    page = signed_in(people.admin)
    page.goto("/settings/routing/new")
    page.fill("#f-name", "Всё")
    page.select_option("#f-team", str(people.it.pk))
    page.get_by_role("button", name=ru("Add"), exact=True).click()
    visitors.forgive("409 (Conflict)")
    page.get_by_role("button", name=ru("Try it first")).click()
    expect(page.locator("#trial-found .run")).to_be_in_viewport()


def _add(page: Page, name: str, asked: Sequence[tuple[str, str]], team: int) -> None:
    page.goto("/settings/routing/new")
    page.fill("#f-name", name)
    for field, value in asked:
        page.locator("button.add").first.click()
        fields = page.get_by_label(ru("Field"), exact=True)
        expect(fields.locator("optgroup").first.locator("option").first).to_have_text(ru("Type"))
        fields.select_option(label=field)
        page.get_by_label(ru("Value"), exact=True).select_option(label=value)
    page.select_option("#f-team", str(team))
    page.get_by_role("button", name=ru("Add"), exact=True).click()
    expect(page.locator(".flash")).to_contain_text(name)


def _table(page: Page) -> list[tuple[str, str]]:
    rows = page.locator(".rule")
    places = rows.locator(".rule__n").all_inner_texts()
    return list(zip(places, rows.locator("h3 a").all_inner_texts(), strict=True))


def _drag(page: Page, grip: Locator, above: Locator) -> None:
    source, target = grip.bounding_box(), above.bounding_box()
    assert source is not None
    assert target is not None
    page.mouse.move(source["x"] + 6, source["y"] + 6)
    page.mouse.down()
    page.mouse.move(target["x"] + 6, target["y"] - 20, steps=6)
    expect(page.locator(".rule h3 a").first).to_have_text("Всё остальное")
    page.mouse.up()


def test_a_proposed_trigger(people: make.Cast, signed_in: SignedIn) -> None:
    """The one that is ready is looked at, switched on and saved; a client's mail wakes the ticket on hold."""
    support = make.mailbox("support", team=people.it)
    page = signed_in(people.admin)
    page.goto("/settings/triggers")
    page.locator('a[href$="ready=hold"]').click()
    page.locator("#f-enabled").click()
    page.get_by_role("button", name=ru("Add"), exact=True).click()
    expect(page.locator(".flash")).to_be_visible()
    ticket = ticket_of(take(mail("Марина <marina@tehnopak.test>", "Не печатает", subject="Касса"), support))
    set_status(people.lead, ticket, "on_hold")
    take(mail("Марина <marina@tehnopak.test>", "Уже", subject=f"Re: [{ticket.number}] Касса"), support)
    assert Ticket.objects.get().status.code == "in_progress"
