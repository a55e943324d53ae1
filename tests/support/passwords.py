"""Password hashes that cost nothing."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 at its lowest cost; every Argon2 hasher can verify its hashes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
