"""Mail's proof: doors killed and connections cut on each engine, and a full disk of 64 MB."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypedDict

from otklik.core import clock
from prove.databases import ENGINES, installation

RESULT = Path(__file__).parent / "results" / "mail.json"
MOST_CUTS, MAILS = 60, 60


class Report(TypedDict):
    """One line of `prove.kill_mail` (see `mail_count.Report`)."""

    case: str
    engine: str
    hurt: dict[str, int]
    mails: int
    outcomes: dict[str, int]
    exact: bool


@dataclass
class Result:
    """What is written to the file."""

    at: str
    machine: str
    reports: list[Report] = field(default_factory=list)


def run(kills: int) -> bool:
    """Prove, print, write; whether every mail had exactly one outcome. The full disk needs root (mount)."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    result = Result(clock.now().isoformat(timespec="seconds"), machine)
    for engine in ENGINES:
        for case, times in (("lmtp", kills), ("imap", MOST_CUTS)):
            with installation(engine) as environment:
                result.reports.append(_asked(environment, case, times))
    with installation("sqlite") as environment, on_a_small_disk(environment) as small:
        result.reports.append(_asked(small, "disk", MAILS))
    RESULT.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")
    for one in result.reports:
        print(f"{one['engine']:11} {one['case']:5} {one['hurt']}  {one['mails']} mails: {one['outcomes']}")
    return all(one["exact"] for one in result.reports)


@contextmanager
def on_a_small_disk(environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The same installation on a disk of 64 MB in memory."""
    if os.geteuid() != 0:
        raise RuntimeError("a disk of its own is mounted for this proof: run it as root")
    with tempfile.TemporaryDirectory(prefix="otklik-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=True)
        try:
            home = Path(folder) / "home"
            shutil.copytree(environment["OTKLIK_HOME"], home)
            url = f"sqlite:///{home}/otklik.sqlite3"
            yield {**environment, "OTKLIK_HOME": str(home), "OTKLIK_DATABASE_URL": url}
        finally:
            subprocess.run(["umount", folder], check=True)


def _asked(environment: Mapping[str, str], case: str, times: int) -> Report:
    command = [sys.executable, "-m", "prove.kill_mail", case, "--times", str(times)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        raise RuntimeError(f"{case} ended with {done.returncode} and said nothing")
    report: Report = json.loads(done.stdout)
    return report
