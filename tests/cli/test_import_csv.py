"""`otklik import csv`: a report for people and programs, the same engine as the page."""

from __future__ import annotations

from pathlib import Path

from tests.importing.files import COMPANIES, csv_of
from tests.support.servers import Installation

ROWS = [COMPANIES, ("C-1", "Роза", "7707083893", "", ""), ("C-2", "", "", "", "")]


def test_a_file_by_the_command_line(installation: Installation, tmp_path: Path) -> None:
    """Tried, brought in, brought in again; bad rows as a file; what is wrong in a sentence."""
    path, bad = tmp_path / "companies.csv", tmp_path / "bad.csv"
    path.write_bytes(csv_of(ROWS))
    asked = ("import", "csv", str(path), "--kind", "companies")
    tried = installation.run(*asked, "--dry-run")
    assert (tried.returncode, tried.stdout.decode()) == (1, "created 1, changed 0, unchanged 0, bad 1\n")
    done = installation.run(*asked, "--bad-rows", str(bad))
    assert (done.returncode, done.stdout.decode()) == (1, "created 1, changed 0, unchanged 0, bad 1\n")
    assert "line 3: Name: Enter the company's name." in done.stderr.decode()
    assert bad.read_text("utf-8-sig").splitlines()[1] == "C-2;;;;;3;Name: Enter the company's name."
    path.write_bytes(csv_of(ROWS[:2]))
    again = installation.run(*asked, "--map", "Телефон=")
    assert (again.returncode, again.stdout.decode()) == (0, "created 0, changed 0, unchanged 1, bad 0\n")
    unknown = installation.run("import", "csv", str(path), "--kind", "cats")
    assert (unknown.returncode, b"There are: companies, contacts" in unknown.stderr) == (1, True)
