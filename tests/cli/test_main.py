"""The list of commands."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from otklik.cli.main import COMMANDS, main
from otklik.core.errors import BadEnvironment


def test_every_command_has_its_module() -> None:
    missing = [name for name, command in COMMANDS.items() if importlib.util.find_spec(command.module) is None]
    assert missing == []


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["mail"], ["mail", "nonsense"]])
def test_an_unknown_command_is_a_usage_error(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr().err.startswith("usage: otklik COMMAND")


def test_a_refusal_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with occupied_port() as port:
        assert main(["serve", "--port", str(port)]) == 1
    assert capsys.readouterr().err == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use."
        f" Choose another port: make run PORT={port + 1}, or otklik … --port {port + 1}\n"
    )


def test_a_variable_that_cannot_be_understood_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(_module: str) -> None:
        raise BadEnvironment("OTKLIK_MAIL_LISTEN must look like lmtp://127.0.0.1:2424, on loopback.")

    monkeypatch.setattr("otklik.cli.main.import_module", started)
    assert main(["worker"]) == 78
    said = capsys.readouterr().err
    assert said == "otklik: OTKLIK_MAIL_LISTEN must look like lmtp://127.0.0.1:2424, on loopback.\n"


def test_a_mail_servers_wrong_option_leaves_the_mail_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mail", "receive", "--mailbx", "support"])
    assert ended.value.code == 75
    assert "--mailbx" in capsys.readouterr().err


def test_finding_a_command_imports_no_django() -> None:
    code = "import sys; from otklik.cli.main import main; main(['--help']); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@contextmanager
def occupied_port() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port: int = listener.getsockname()[1]
        yield port
