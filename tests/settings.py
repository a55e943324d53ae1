"""The program's own settings, pointed at a temporary home and at the engine under test.

Nothing is replaced but the price of a password: a test signs in hundreds of times. The cheap hashes carry
their cost in themselves, so a server process with the ordinary settings accepts them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.support import engines

HOME = Path(tempfile.mkdtemp(prefix="otklik-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# What a developer has set for their own installation must not reach the tests.
for _name in [
    name for name in os.environ if name.startswith("OTKLIK_") and not name.startswith("OTKLIK_TEST_")
]:
    del os.environ[_name]
os.environ["OTKLIK_HOME"] = str(HOME)
os.environ["OTKLIK_DATABASE_URL"] = engines.home_url(HOME)
os.environ["OTKLIK_SECRET_KEY"] = "known to everybody, and only good for tests"

from otklik.config.settings import *
from otklik.config.settings import DATABASES

PASSWORD_HASHERS = ["tests.support.passwords.CheapArgon2"]

# A file, not memory: other processes open it. The process id lets several runs share one PostgreSQL.
DATABASES["default"]["TEST"] = {
    "NAME": str(HOME / "test.sqlite3") if engines.ENGINE == engines.SQLITE else f"test_otklik_{os.getpid()}"
}
