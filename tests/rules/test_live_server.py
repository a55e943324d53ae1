"""A browser at real processes, on the database the test writes to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import make


@pytest.mark.browser
@pytest.mark.parametrize("_time", [1, 2])
def test_the_server_sees_what_the_test_has_written(page: Page, people: make.Cast, _time: int) -> None:
    page.goto("/login")
    page.fill("[name=login]", make.user_of(people.agent).login)
    page.fill("[name=password]", make.PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/desk/**")
