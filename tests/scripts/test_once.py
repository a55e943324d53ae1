"""Steps of make run only when what they read has changed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import once

COUNT = "from pathlib import Path; log = Path('log'); log.write_text(log.read_text() + 'x')"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one input file `in/a` and an empty log of runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_text("1")
    (tmp_path / "log").write_text("")
    return tmp_path


def step(code: str = COUNT, *, reads: str = "in", makes: str = "log") -> int:
    return once.main(["step", "--reads", reads, "--makes", makes, "--", sys.executable, "-c", code])


def test_it_runs_once_while_nothing_changes(folder: Path) -> None:
    assert [step(), step(), step()] == [0, 0, 0]
    assert (folder / "log").read_text() == "x"


@pytest.mark.parametrize("name", ["in/a", "in/b", "in/deep/c"])
def test_it_runs_again_when_a_file_changes_or_comes(folder: Path, name: str) -> None:
    step()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("2")
    step()
    assert (folder / "log").read_text() == "xx"


def test_touching_a_file_is_no_change(folder: Path) -> None:
    step()
    (folder / "in" / "a").touch()
    step()
    assert (folder / "log").read_text() == "x"


def test_it_runs_again_when_what_it_makes_is_gone(folder: Path) -> None:
    make = "from pathlib import Path; Path('made').write_text(''); " + COUNT
    step(make, makes="made")
    (folder / "made").unlink()
    step(make, makes="made")
    assert (folder / "log").read_text() == "xx"


def test_another_command_is_another_step(folder: Path) -> None:
    step()
    step(COUNT + " ")
    assert (folder / "log").read_text() == "xx"


def test_a_failure_is_passed_on_and_tried_again(folder: Path) -> None:
    fail = COUNT + "; raise SystemExit(3)"
    assert [step(fail), step(fail)] == [3, 3]
    assert (folder / "log").read_text() == "xx"


def test_an_input_that_does_not_exist_is_an_error(folder: Path) -> None:
    with pytest.raises(SystemExit, match="nowhere does not exist"):
        step(reads="nowhere")
