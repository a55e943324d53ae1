"""The backend class, where Django looks for it."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks the server `SELECT 1` before a kept connection's first query of each request. A server that
    ends a connection says so on it first (an error, then the end of the stream): a look at the socket sees
    the same without a way to the server and back."""

    def is_usable(self) -> bool:
        """Whether the server has said nothing since the last answer: what it says unasked is a farewell."""
        connection = self.connection
        if connection is None or connection.closed or connection.broken:
            return False
        # Not select(2), which knows no descriptors beyond 1023.
        line = select.poll()
        line.register(connection.fileno(), select.POLLIN)
        return not line.poll(0)
