"""What has expired goes, what still holds stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from otklik.core import clock
from otklik.jobs import expired

pytestmark = pytest.mark.django_db


def test_sessions() -> None:
    for days in (-1, 1):
        session = SessionStore()
        session["days"] = days
        session.set_expiry(clock.now() + timedelta(days=days))
        session.create()
    expired.clear_sessions()
    assert [kept.get_decoded()["days"] for kept in Session.objects.all()] == [1]


def test_cache() -> None:
    cache.clear()
    cache.set("old", 1, timeout=1)
    cache.set("young", 2, timeout=3600)
    with clock.shifted(timedelta(minutes=1)):
        assert expired.cull_cache() == 1
    assert cache.get("young") == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM otklik_cache")
        assert cursor.fetchone() == (1,)
