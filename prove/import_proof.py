"""The import: 5,000 companies and 50,000 machines from Excel in under five minutes, 37 bad rows told by line;
the same files again change nothing."""

from __future__ import annotations

import json
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from otklik.clients import tax
from otklik.core import clock
from otklik.importing.tables.workbook import workbook
from prove.databases import ENGINES, installation

RESULT = Path(__file__).parent / "results" / "import.json"
COMPANIES, MACHINES, BAD_COMPANIES, BAD_MACHINES = 5_000, 50_000, 12, 25
BAR = 300.0
_COUNTS = re.compile(r"created (\d+), changed (\d+), unchanged (\d+), bad (\d+)")
_BAD = re.compile(r"^line (\d+): ", re.MULTILINE)


@dataclass
class Pass:
    """One file brought in: seconds with the start of the program, counts, lines of bad rows."""

    engine: str
    file: str
    seconds: float
    counts: list[int]
    bad_lines: list[int]
    peak_mb: int


@dataclass
class Result:
    """What is written to the file."""

    at: str
    machine: str
    passes: list[Pass] = field(default_factory=list)


def run(_kills: int = 0) -> bool:
    """Prove, print, write; whether it was fast enough, exact, and nothing doubled."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    result = Result(clock.now().isoformat(timespec="seconds"), machine)
    with tempfile.TemporaryDirectory() as folder:
        companies, machines = Path(folder) / "companies.xlsx", Path(folder) / "assets.xlsx"
        companies.write_bytes(b"".join(workbook(_companies(), "Companies")))
        machines.write_bytes(b"".join(workbook(_machines(), "Assets")))
        holds = [_one_engine(engine, companies, machines, result) for engine in ENGINES]
    RESULT.write_text(json.dumps(asdict(result), indent=1) + "\n")
    for one in result.passes:
        print(
            f"{one.engine:11} {one.file:10} {one.seconds:6.1f} s  {one.counts}  "
            f"{len(one.bad_lines)} bad, {one.peak_mb} MB"
        )
    return all(holds)


def _one_engine(engine: str, companies: Path, machines: Path, result: Result) -> bool:
    with installation(engine) as environment:
        passes = [
            _bring(engine, environment, path, kind)
            for _again in range(2)
            for path, kind in ((companies, "companies"), (machines, "assets"))
        ]
    result.passes += passes
    good = [COMPANIES - BAD_COMPANIES, MACHINES - BAD_MACHINES]
    expected = [
        [good[0], 0, 0, BAD_COMPANIES],
        [good[1], 0, 0, BAD_MACHINES],
        [0, 0, good[0], BAD_COMPANIES],
        [0, 0, good[1], BAD_MACHINES],
    ]
    lines = [_bad_lines(COMPANIES, BAD_COMPANIES), _bad_lines(MACHINES, BAD_MACHINES)] * 2
    is_exact = [one.counts for one in passes] == expected and [one.bad_lines for one in passes] == lines
    return is_exact and passes[0].seconds + passes[1].seconds < BAR


def _bring(engine: str, environment: Mapping[str, str], path: Path, kind: str) -> Pass:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "otklik.cli.main", "import", "csv", str(path), "--kind", kind],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = round(time.monotonic() - begun, 1)
    found = _COUNTS.search(done.stdout)
    if found is None:
        raise RuntimeError(done.stderr[-4000:])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    bad = [int(line) for line in _BAD.findall(done.stderr)]
    return Pass(engine, path.stem, seconds, [int(number) for number in found.groups()], bad, peak)


def _bad_lines(rows: int, bad: int) -> list[int]:
    """The lines that are spoilt, evenly over the file; the headings are line 1."""
    return [2 + (n + 1) * rows // (bad + 1) for n in range(bad)]


def _companies() -> Iterator[Sequence[str]]:
    yield ("Внешний код", "Название", "ИНН", "КПП", "Телефон", "Почтовые домены", "Адрес", "Заметки")
    bad = {line: n for n, line in enumerate(_bad_lines(COMPANIES, BAD_COMPANIES))}
    for n in range(COMPANIES):
        inn, name = _inn(n), f"ООО «Компания {n}»"
        if n + 2 in bad:
            inn, name = (f"{int(inn) + 1:010}", name) if bad[n + 2] % 2 else (inn, "")
        phone = f"+7 495 {n // 100:03}-{n % 100:02}-17"
        yield (
            f"C-{n}",
            name,
            inn,
            "770701001",
            phone,
            f"c{n}.example",
            f"Москва, дом {n}",
            "из старой программы",
        )


def _machines() -> Iterator[Sequence[str]]:
    yield (
        *("Внешний код", "Название", "Внешний код компании", "Тип", "Производитель", "Модель"),
        *("Серийный номер", "Гарантия до", "Заметки"),
    )
    bad = {line: n for n, line in enumerate(_bad_lines(MACHINES, BAD_MACHINES))}
    for n in range(MACHINES):
        company, until = f"C-{_whole(n % COMPANIES)}", f"{n % 28 + 1:02}.{n % 12 + 1:02}.2028"
        name, serial = f"Кофемашина {n}", f"SN-{n:06}"
        match bad.get(n + 2, -1) % 4 if n + 2 in bad else -1:
            case 0:
                company = "C-none"
            case 1:
                until = "31.02.2028"
            case 2:
                name = ""
            case 3:
                # The number of the machine 5,000 rows before, of the same company.
                serial = f"SN-{n - COMPANIES:06}"
        maker = n % 12
        yield (
            *(f"A-{n}", name, company, f"Тип {n % 20}", f"Производитель {maker}"),
            *(f"Модель {maker}-{n % 8}", serial, until, "введена в 2026 году"),
        )


def _whole(n: int) -> int:
    """A company whose row is not spoilt: this one, or the next."""
    return n + 1 if n + 2 in _bad_lines(COMPANIES, BAD_COMPANIES) else n


def _inn(n: int) -> str:
    """A number of ten digits that can be an INN."""
    stem = f"77{n:07}"
    return next(f"{stem}{digit}" for digit in range(10) if tax.inn_fault(f"{stem}{digit}") is None)
