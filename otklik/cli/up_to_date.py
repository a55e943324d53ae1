"""Refusing to work on a database this version of the program does not know."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from otklik.core.errors import Refused


def require_up_to_date() -> None:
    """`Refused` in words when the database does not answer or misses migrations."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise Refused(f"The database does not answer: {str(error).strip()}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("The database is not up to date: run otklik migrate.")
