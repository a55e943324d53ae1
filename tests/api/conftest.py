"""The cast for every test of the API."""

from __future__ import annotations

import pytest

from tests import make


@pytest.fixture
def people(db: None) -> make.Cast:
    """Everybody; see `tests.make.Cast`."""
    return make.cast()
