"""A kept connection that PostgreSQL has ended is noticed before it is used, without asking the server."""

from __future__ import annotations

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from otklik.core.small import current_token

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def test_a_living_connection_is_usable_and_nothing_is_asked() -> None:
    current_token()
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert not asked.captured_queries


def test_one_the_server_has_ended_is_not() -> None:
    current_token()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    finally:
        other.close()
    assert not connection.is_usable()
    connection.close()
    assert current_token() is not None


def test_a_closed_one_is_not() -> None:
    current_token()
    inner = connection.connection
    assert inner is not None
    inner.close()
    assert not connection.is_usable()
    connection.close()
