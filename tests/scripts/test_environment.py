"""The first step on a bare machine: Python's venv module, which Debian ships apart."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A Python 3.11 without the venv module until `apt-get install python3-venv` was called.
PYTHON = """#!/bin/sh
case "$2" in
  *version_info*) exit 0;;
  "import ensurepip, venv") test -e "$STATE/installed"; exit;;
esac
test "$1" != -m || touch "$STATE/venv-made"
"""
APT = """#!/bin/sh
echo "$*" >> "$STATE/apt"
case "$*" in *python3-venv*) touch "$STATE/installed";; esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that stand for a bare Debian."""
    for name, script in (("python3.11", PYTHON), ("apt-get", APT)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def make_environment(machine: Path, uid: int) -> subprocess.CompletedProcess[str]:
    (machine / "id").write_text(f"#!/bin/sh\necho {uid}\n")
    (machine / "id").chmod(0o755)
    environment = {
        "PATH": f"{machine}:/usr/bin:/bin",
        "STATE": str(machine),
        "HOME": os.environ.get("HOME", "/"),
    }
    command = [str(ROOT / "scripts" / "environment.sh"), str(machine / "venv")]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_root_installs_what_is_missing(machine: Path) -> None:
    made = make_environment(machine, 0)
    assert made.stderr.startswith("Installing python3-venv …\nMaking ")
    assert (machine / "apt").read_text() == (
        "update -qq\ninstall -qq -y --no-install-recommends python3-venv\n"
    )
    assert (machine / "venv-made").exists()


def test_others_are_told_in_a_sentence(machine: Path) -> None:
    refused = make_environment(machine, 1000)
    assert refused.returncode == 1
    assert refused.stderr == (
        "Python's venv module is missing:"
        " install it (on Debian: apt install python3-venv) and run make again.\n"
    )
    assert not (machine / "apt").exists()
    assert not (machine / "venv-made").exists()


def test_without_python_it_says_so(machine: Path) -> None:
    for name in ("python3.11", "python3", "python"):
        (machine / name).write_text("#!/bin/sh\nexit 1\n")
        (machine / name).chmod(0o755)
    refused = make_environment(machine, 0)
    assert refused.returncode == 1
    assert refused.stderr == (
        "Otklik needs Python 3.11 and found none."
        " Install it, or name it: make run PYTHON=/path/to/python3.11\n"
    )
