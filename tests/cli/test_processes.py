"""The program as its operator runs it: real processes on a real database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.support.ports import wait_until
from tests.support.servers import Installation

PASSWORD = b"correct horse battery\n"


def test_migrating_twice_changes_nothing(installation: Installation) -> None:
    for _time in range(2):
        done = installation.run("migrate")
        assert (done.returncode, done.stdout) == (0, b"The database is up to date.\n")


def test_an_account_and_its_token(installation: Installation) -> None:
    made = installation.run(
        "user", "create", "Boss@Example.test", "--name", "Елена Белова", "--role", "administrator",
        "--password-stdin", stdin=PASSWORD,
    )  # fmt: skip
    assert (made.returncode, made.stdout.decode()) == (0, "Елена Белова can sign in as Boss@Example.test.\n")
    token = installation.run("token", "create", "boss@example.test")
    assert token.returncode == 0
    assert token.stdout.startswith(b"otk_")
    assert token.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["user", "create", "a@example.test", "--name", "A", "--role", "nope"],
            "There is no such role: nope",
        ),
        (["user", "create", "a@example.test", "--name", " "], "Enter the employee's name."),
        (
            ["token", "create", "nobody@example.test"],
            "There is no account with the login nobody@example.test.",
        ),
    ],
)
def test_a_refusal_leaves_nothing_behind(
    installation: Installation, arguments: list[str], sentence: str
) -> None:
    refused = installation.run(*arguments)
    assert (refused.returncode, refused.stdout, refused.stderr.decode()) == (1, b"", sentence + "\n")
    again = installation.run("token", "create", "a@example.test")
    assert again.stderr.decode() == "There is no account with the login a@example.test.\n"


def test_the_doctor_finds_no_worker_until_there_is_one(installation: Installation) -> None:
    alone = installation.run("doctor")
    assert alone.returncode == 1
    assert wrong(alone.stdout) == [
        "No worker is running, so mail is neither taken nor sent: start otklik worker."
    ]
    with installation.worker():
        wait_until(lambda: installation.run("doctor").returncode == 0, "the doctor finds nothing wrong")


def test_the_doctor_finds_a_database_that_is_not_up_to_date(tmp_path: Path) -> None:
    empty = Installation(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    sqlite3.connect(tmp_path / "empty.sqlite3").close()
    done = empty.run("doctor")
    assert done.returncode == 1
    assert "are missing: run otklik migrate." in done.stdout.decode()


def wrong(output: bytes) -> list[str]:
    """What the doctor complains about."""
    lines = output.decode().splitlines()
    return [line.removeprefix("WRONG  ") for line in lines if line.startswith("WRONG")]
