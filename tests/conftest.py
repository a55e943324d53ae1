"""Rules for every test. The fixtures are in tests/support/fixtures.py."""

from __future__ import annotations

import gc
from collections.abc import Generator

import hypothesis
import pytest

from tests.support import engines, sharing

pytest_plugins = ["tests.support.fixtures"]

# How long an example takes says how busy the machine is: a test of properties fails by what comes out.
hypothesis.settings.register_profile(
    "otklik", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("otklik")

# A test that asks for one of these touches a database and therefore runs on both engines.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name the engine in the id of every test that uses a database."""
    if _uses_database(metafunc.definition, set(metafunc.fixturenames)):
        if "engine" not in metafunc.fixturenames:
            metafunc.fixturenames.append("engine")
        metafunc.parametrize("engine", [engines.ENGINE], scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this engine has no part in. Left out is not skipped: the other worker runs it."""
    left_out = [item for item in items if not _belongs_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _belongs_here(item)]
    items.sort(key=sharing.place)


def pytest_collection_finish() -> None:
    """Half a million objects stay till the end (modules, tests): garbage is looked for among the others."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config) -> sharing.ByEngine | None:
    """With workers named for engines, `--dist load` shares each engine's tests among its workers."""
    return sharing.ByEngine(config) if sharing.is_by_engine(config) else None


def _belongs_here(item: pytest.Item) -> bool:
    others = {"postgres_only"} if engines.ENGINE == engines.SQLITE else {"sqlite_only", "one_engine"}
    if any(item.get_closest_marker(other) for other in others):
        return False
    return engines.ENGINE == engines.SQLITE or _uses_database(item, set(getattr(item, "fixturenames", ())))


def _uses_database(item: pytest.Item, fixtures: set[str]) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped or expectedly failing test fails: a test that does not run proves nothing."""
    report = yield
    if report.skipped or hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr}\nA skipped or expectedly failing test fails the run."
        vars(report).pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr}\nA skipped module fails the run."
    return report
