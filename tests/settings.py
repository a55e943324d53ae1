"""The program's own settings, pointed at a temporary home and at the engine under test.

Nothing is replaced but what costs time and proves nothing: the price of a password (the cheap hashes carry it
in themselves, so a server process with the ordinary settings accepts them), waiting for the disk (as in
scripts/postgres.py: a test database may be lost with the machine), compiling each page in every worker; and
what depends on how busy the machine is (tests/support/memory.py).
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

from jinja2 import FileSystemBytecodeCache

from otklik.config.settings import *
from otklik.config.settings import CACHES, DATABASES, TEMPLATES

PASSWORD_HASHERS = ["tests.support.passwords.CheapArgon2"]
CACHES["local"] |= {"BACKEND": "tests.support.memory.Ageless"}

# In the folder of whoever began the run: its workers come to know it by their environment.
_PAGES = Path(os.environ.setdefault("OTKLIK_TEST_PAGES", str(HOME / "pages")))
_PAGES.mkdir(exist_ok=True)
_jinja = TEMPLATES[0]["OPTIONS"]
assert isinstance(_jinja, dict)
_jinja["bytecode_cache"] = FileSystemBytecodeCache(str(_PAGES))

# A file, not memory: other processes open it. The process id lets several runs share one PostgreSQL.
DATABASES["default"]["TEST"] = {
    "NAME": str(HOME / "test.sqlite3") if engines.ENGINE == engines.SQLITE else f"test_otklik_{os.getpid()}"
}
# A process of a test's own may have PostgreSQL behind these settings without being told of an engine.
_options = DATABASES["default"]["OPTIONS"]
assert isinstance(_options, dict)
if "init_command" in _options:
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
