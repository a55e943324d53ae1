"""What `otklik doctor` looks at. Each check is a function that answers one sentence."""

from __future__ import annotations

import os
import random
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from otklik.channels.mail.alarms import standing_alarms
from otklik.channels.mail.dkim_keys import unsigned
from otklik.channels.mail.standing import troubles
from otklik.cli.deep import examine_deeply
from otklik.cli.findings import Finding
from otklik.core import backlog, presence
from otklik.notifications.enums import DeliveryState
from otklik.notifications.queries import letters_by_state
from otklik.people.queries import staff
from otklik.people.rights import EVERYTHING, unknown

OLDEST_SQLITE = (3, 37, 0)
OLDEST_POSTGRES = 15
LEAST_FREE_BYTES = 1 << 30
LONGEST_LAG_SECONDS = 300
FILES_LOOKED_AT = 50


def examine(*, deep: bool = False) -> Sequence[Finding]:
    """Run the checks, with `deep` those of `cli.deep` too. What needs an up-to-date database is left out
    where there is none."""
    findings = [check() for check in CHECKS]
    for check in (_check_database, _check_migrations):
        findings.append(check())
        if not findings[-1].is_fine:
            return findings
    findings += [check() for check in CHECKS_OF_ROWS]
    return [*findings, *examine_deeply(random.SystemRandom())] if deep else findings


def _check_home() -> Finding:
    home = Path(settings.OTKLIK_HOME)
    if not os.access(home, os.W_OK | os.X_OK):
        return Finding(
            False, f"The data folder {home} cannot be written to: check OTKLIK_HOME and its owner."
        )
    if home.stat().st_mode & stat.S_IRWXO:
        return Finding(False, f"Everybody on this machine can look into {home}: chmod o-rwx it.")
    return Finding(True, f"The data folder {home} is ours alone.")


def _check_space() -> Finding:
    free = shutil.disk_usage(settings.OTKLIK_HOME).free
    sentence = f"{free / LEAST_FREE_BYTES:.1f} GiB are free for data."
    return Finding(free >= LEAST_FREE_BYTES, sentence if free >= LEAST_FREE_BYTES else f"Only {sentence}")


def _check_address() -> Finding:
    address = settings.OTKLIK_BASE_URL
    is_safe = address.startswith("https://") or "//127.0.0.1" in address or "//localhost" in address
    if is_safe:
        return Finding(True, f"Links in mails begin with {address}.")
    return Finding(
        False, f"OTKLIK_BASE_URL is {address}: passwords and mail would cross the network in clear."
    )


def _check_outgoing_mail() -> Finding:
    if settings.OTKLIK_SMTP_URL:
        return Finding(True, "Outgoing mail is sent.")
    return Finding(
        True, "Outgoing mail is held, because OTKLIK_SMTP_URL is not set: see /settings/mail/outbox."
    )


def _check_assets() -> Finding:
    manifest = settings.ROOT / "web" / "static" / "dist" / "manifest.json"
    if manifest.is_file():
        return Finding(True, "Styles and scripts are built.")
    return Finding(False, "Styles and scripts are not built: run make assets.")


def _check_translations() -> Finding:
    missing = [
        str(catalogue)
        for folder in settings.LOCALE_PATHS
        for catalogue in Path(folder).rglob("*.po")
        if not catalogue.with_suffix(".mo").is_file()
    ]
    if missing:
        return Finding(False, f"Translations are not compiled ({', '.join(missing)}): run make translations.")
    return Finding(True, "Translations are compiled.")


def _check_database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding(False, f"The database does not answer: {str(error).strip()}")
    name, version, is_new_enough = _database_version()
    needed = "" if is_new_enough else ", which is too old"
    return Finding(is_new_enough, f"The database answers: {name} {version}{needed}.")


def _database_version() -> tuple[str, str, bool]:
    if connection.vendor == "sqlite":
        return "SQLite", sqlite3.sqlite_version, sqlite3.sqlite_version_info >= OLDEST_SQLITE
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    return "PostgreSQL", f"{number // 10000}.{number % 10000}", number >= OLDEST_POSTGRES * 10000


def _check_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(False, f"{len(missing)} changes of the database are missing: run otklik migrate.")
    return Finding(True, "The database is up to date.")


def _check_cache() -> Finding:
    key, value = "doctor", secrets.token_hex(8)
    cache.set(key, value, timeout=60)
    if cache.get(key) == value:
        return Finding(True, "The shared cache keeps what it is given.")
    return Finding(False, "The shared cache forgets at once: check OTKLIK_CACHE_URL.")


def _check_rights() -> Finding:
    for role in staff().roles.values():
        strange = unknown(right for right in role.rights if right != EVERYTHING)
        if strange:
            return Finding(False, f"The role {role.code} holds rights nobody declares: {', '.join(strange)}.")
    return Finding(True, "Every role holds known rights.")


def _check_workers() -> Finding:
    number = backlog.workers_seen()
    if number:
        return Finding(True, f"Workers seen lately: {number}.")
    return Finding(False, "No worker is running, so mail is neither taken nor sent: start otklik worker.")


def _check_queue() -> Finding:
    figures = backlog.figures()
    if figures.dead:
        return Finding(False, f"{figures.dead} jobs were given up: see /settings/queue.")
    lag = max((lane.lag for lane in figures.lanes.values()), default=0.0)
    sentence = f"The oldest job that could run has waited for {lag:.0f} s."
    return Finding(lag < LONGEST_LAG_SECONDS, sentence)


def _check_files() -> Finding:
    files = presence.look(FILES_LOOKED_AT, random.SystemRandom())
    if files.missing:
        gone = ", ".join(files.missing[:3])
        return Finding(
            False, f"{len(files.missing)} of {files.looked_at} files are gone: {gone}. Restore a backup."
        )
    return Finding(True, f"{files.looked_at} files were looked for and are there.")


def _check_mailboxes() -> Finding:
    failing = troubles()
    if failing:
        words = "; ".join(f"{name}: {said}" for name, said in failing.items())
        return Finding(False, f"Mail cannot be taken. {words}")
    return Finding(True, "Every mailbox that is fetched could be read.")


def _check_alarms() -> Finding:
    standing = standing_alarms()
    if standing:
        return Finding(False, " ".join(alarm.words for alarm in standing))
    return Finding(True, "Nothing is wrong with mail.")


def _check_signing() -> Finding:
    without = unsigned()
    if without:
        words = "; ".join(f"{name}: {said}" for name, said in without.items())
        return Finding(False, f"Mail leaves without its signature, see /settings/mail/signing. {words}")
    return Finding(True, "Every mail that is to be signed is.")


def _check_letters() -> Finding:
    numbers = letters_by_state()
    held = numbers.get(DeliveryState.HELD, 0)
    failed = numbers.get(DeliveryState.FAILED, 0) + numbers.get(DeliveryState.BOUNCED, 0)
    if failed:
        return Finding(False, f"{failed} letters could not be sent: see /settings/mail/outbox.")
    if held and settings.OTKLIK_SMTP_URL:
        return Finding(False, f"{held} letters are still held from before: see /settings/mail/outbox.")
    return Finding(True, f"No letter has failed; {held} are held.")


CHECKS: tuple[Callable[[], Finding], ...] = (
    _check_home,
    _check_space,
    _check_address,
    _check_outgoing_mail,
    _check_assets,
    _check_translations,
)
CHECKS_OF_ROWS: tuple[Callable[[], Finding], ...] = (
    _check_cache,
    _check_rights,
    _check_workers,
    _check_queue,
    _check_files,
    _check_mailboxes,
    _check_alarms,
    _check_signing,
    _check_letters,
)
