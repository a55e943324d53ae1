"""Mail's proof: doors, fetchers and senders killed, connections cut, restarts, and a full disk of 64 MB."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

from otklik.core import clock
from prove.databases import ENGINES, POSTGRESQL, SQLITE, installation

RESULT = Path(__file__).parent / "results" / "mail.json"
KILLED, CUT = ("lmtp", "fetching", "sending"), "imap"
MOST_CUTS, RESTARTS, MAILS = 60, 100, 60
_ON_A_SMALL_DISK = """
mount -t tmpfs -o size=64m tmpfs "$1"
cp -a "$2" "$1/home"
shift 2
exec "$@"
"""


class Report(TypedDict):
    """One line of `prove.kill_mail` (see `mail_count.Report`), and when it was."""

    at: str
    case: str
    engine: str
    hurt: dict[str, int]
    mails: int
    outcomes: dict[str, int]
    letters: dict[str, int]
    repeats: int
    faults: dict[str, int]
    exact: bool


@dataclass(frozen=True)
class Part:
    """One case on one engine; parts may be proved one by one."""

    engine: str
    case: str
    times: int

    @property
    def name(self) -> str:
        """As the command line names it."""
        return f"{self.engine}:{self.case}"


def parts(kills: int) -> Sequence[Part]:
    """Everything there is to prove."""
    found = [Part(engine, case, kills) for engine in ENGINES for case in KILLED]
    found += [Part(engine, CUT, MOST_CUTS) for engine in ENGINES]
    return [*found, Part(POSTGRESQL, "restart", min(kills, RESTARTS)), Part(SQLITE, "disk", MAILS)]


def run(kills: int, chosen: Sequence[str] = (), *, more: bool = False) -> bool:
    """Prove, print, write; whether every mail had one outcome and every letter one id.

    `chosen`: names of parts, the others stay as the file has them; else all. `more`: a long proof done in
    portions, what is found is added to what the file has.
    """
    reports = _kept() if chosen or more else {}
    for part in parts(kills):
        if chosen and part.name not in chosen:
            continue
        report = prove(part)
        reports[part.name] = _sum(reports[part.name], report) if more and part.name in reports else report
        _write(reports)
        print(f"{part.name}: {report['hurt']}, {report['mails']} mails: {report['outcomes']}", end=" ")
        print(f"{report['letters']}, {report['repeats']} repeated, faults {sum(report['faults'].values())}")
    return all(reports[name]["exact"] for name in chosen or reports)


def prove(part: Part) -> Report:
    """Prove one part in an installation of its own."""
    at = clock.now().isoformat(timespec="seconds")
    command = [sys.executable, "-m", "prove.kill_mail", part.case, "--times", str(part.times)]
    with installation(part.engine, durable=part.case == "restart") as environment:
        if part.case != "disk":
            return _asked(at, environment, command)
        with TemporaryDirectory(prefix="otklik-disk-") as folder:
            return _asked(at, *on_a_small_disk(environment, command, Path(folder)))


def on_a_small_disk(
    environment: Mapping[str, str], command: Sequence[str], folder: Path
) -> tuple[Mapping[str, str], Sequence[str]]:
    """The same for an installation that lies, where `folder` is, on a disk of 64 MB in memory.

    The disk is mounted for that command alone, which needs no rights where user namespaces are allowed.
    """
    home = folder / "home"
    alone = ("unshare", "--map-root-user", "--mount", "sh", "-euc", _ON_A_SMALL_DISK, "sh")
    moved = {"OTKLIK_HOME": str(home), "OTKLIK_DATABASE_URL": f"sqlite:///{home}/otklik.sqlite3"}
    return {**environment, **moved}, [*alone, str(folder), environment["OTKLIK_HOME"], *command]


def _asked(at: str, environment: Mapping[str, str], command: Sequence[str]) -> Report:
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode} and said nothing")
    report: Report = json.loads(done.stdout) | {"at": at}
    return report


def _sum(before: Report, report: Report) -> Report:
    return Report(
        at=report["at"],
        case=report["case"],
        engine=report["engine"],
        hurt=_added(before["hurt"], report["hurt"]),
        mails=before["mails"] + report["mails"],
        outcomes=_added(before["outcomes"], report["outcomes"]),
        letters=_added(before["letters"], report["letters"]),
        repeats=before["repeats"] + report["repeats"],
        faults=_added(before["faults"], report["faults"]),
        exact=before["exact"] and report["exact"],
    )


def _added(before: Mapping[str, int], found: Mapping[str, int]) -> dict[str, int]:
    return {name: before.get(name, 0) + found.get(name, 0) for name in {**before, **found}}


def _kept() -> dict[str, Report]:
    if not RESULT.exists():
        return {}
    return {f"{one['engine']}:{one['case']}": one for one in json.loads(RESULT.read_text("utf-8"))["reports"]}


def _write(reports: Mapping[str, Report]) -> None:
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    result = {"machine": machine, "reports": list(_in_order(reports))}
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


def _in_order(reports: Mapping[str, Report]) -> Iterator[Report]:
    return (reports[part.name] for part in parts(0) if part.name in reports)
