"""What the test run itself refuses: skips, expected failures, warnings, the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BAD = """
import socket, warnings
import pytest

def test_fine(): pass

@pytest.mark.skip(reason="later")
def test_marked(): pass

def test_skips(): pytest.skip("here")

@pytest.mark.xfail
def test_expected(): raise ValueError

@pytest.mark.xfail
def test_unexpected(): pass

def test_warns(): warnings.warn("old")

def test_calls_out(): socket.create_connection(("192.0.2.1", 80), timeout=1)
"""
SKIPPED_MODULE = "import pytest; pytest.skip('all of it', allow_module_level=True)"


def test_only_the_fine_test_passes(tmp_path: Path) -> None:
    (tmp_path / "test_bad.py").write_text(BAD)
    (tmp_path / "test_module.py").write_text(SKIPPED_MODULE)
    (tmp_path / "conftest.py").write_text("from tests.conftest import *")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "A skipped module fails the run." in done.stdout
    assert outcomes(done.stdout) == {
        "test_fine": "PASSED",
        "test_marked": "ERROR",
        "test_skips": "FAILED",
        "test_expected": "FAILED",
        "test_unexpected": "FAILED",
        "test_warns": "FAILED",
        "test_calls_out": "FAILED",
    }


def run(path: Path) -> subprocess.CompletedProcess[str]:
    """Run what is in a folder under the project's own rules."""
    command = [sys.executable, "-m", "pytest", "-v", "--continue-on-collection-errors", str(path)]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def outcomes(output: str) -> dict[str, str]:
    """Test → what became of it."""
    return dict(re.findall(r"::(\w+) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)", output))
