"""A process of ours that dies again and again, and is started again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.scenarios.mails import ROOT
from tests.support.servers import Installation


class KilledOften:
    """A process that dies at its failpoints, or when it is told to, and is started again."""

    def __init__(self, installation: Installation, code: str, argument: Path, failpoints: str) -> None:
        self.deaths = 0
        self._command = [sys.executable, "-c", code, str(argument)]
        self._environment = installation.environment() | {"OTKLIK_FAILPOINTS": failpoints}
        self._errors = installation.home / f"{argument.name}.errors"
        self._process: subprocess.Popen[bytes] | None = None

    def goes_on(self) -> bool:
        """Start it, or start it anew when it was killed; False when it has ended by itself."""
        if self._process is not None and self._process.poll() is None:
            return True
        if self._process is not None and self._process.returncode == 0:
            return False
        if self._process is not None:
            assert self._process.returncode == -9, self._errors.read_text()[-4000:]
            self.deaths += 1
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stderr=errors)
        return True

    def kill(self) -> None:
        """A power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
