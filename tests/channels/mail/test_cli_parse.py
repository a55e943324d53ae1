"""`otklik mail parse`: the documented keys, the batch, the exit codes, and that it starts at once."""

import io
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from otklik.channels.mail import cli_parse
from otklik.channels.mail.bounds import ReaderUnavailable

ROOT = Path(__file__).resolve().parents[3]
CORPUS = Path(__file__).parents[2] / "mail"
KEYS = [
    "subject",
    "from_email",
    "from_name",
    "to",
    "text",
    "html",
    "attachments",
    "is_auto",
    "auto_reason",
    "message_id",
    "in_reply_to",
    "references",
]
STARTS_IN = 0.4


def run(arguments: list[str], stdin: bytes) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = cli_parse.main(arguments, io.BytesIO(stdin), out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_document_has_the_documented_keys() -> None:
    code, (document,) = run(["--json"], (CORPUS / "outlook-desktop-ru.eml").read_bytes())
    assert code == 0
    assert list(document) == KEYS
    assert document["text"] == "Добрый день!\n\nДоступ появился, но только на чтение. Нужна запись."
    assert document["to"] == ["support@demo.test"]
    assert document["attachments"] == [{"name": "image001.png", "size": 70, "content_type": "image/png"}]
    assert document["auto_reason"] is None


def test_full_adds_the_uncut_text() -> None:
    code, (document,) = run(["--json", "--full"], (CORPUS / "outlook-desktop-ru.eml").read_bytes())
    assert code == 0
    assert list(document) == [*KEYS, "full_text"]
    assert "Доступ выдан, проверьте, пожалуйста." in str(document["full_text"])


def test_refused_mail() -> None:
    code, (document,) = run(
        ["--json"], b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1000
    )
    assert code == 65
    assert document == {"error": "too-many-parts", "detail": "more than 500 MIME parts"}


def test_batch_answers_each_name_with_one_line(tmp_path: Path) -> None:
    names = [CORPUS / "gmail-web-ru-reply.eml", tmp_path / "нет.eml", CORPUS / "iphone-ru.eml"]
    code, documents = run(["--json", "--batch"], "\n".join(map(str, names)).encode() + b"\n\n")
    assert code == 0
    assert [document.get("from_email") for document in documents] == [
        "maria.orlova@example.org",
        None,
        "olga@example.org",
    ]
    assert documents[1]["error"] == "unreadable"


def test_no_child_means_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(raw: bytes) -> None:
        raise ReaderUnavailable("no process")

    monkeypatch.setattr(cli_parse, "parse_bounded", unavailable)
    assert run(["--json"], b"x") == (75, [])


def test_starts_at_once_and_without_django() -> None:
    """The whole command, interpreter and child included; processor time, for the test machine may be busy."""
    program = (
        "import sys; from otklik.channels.mail.cli_parse import main; code = main(sys.argv[1:]);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    command = [sys.executable, "-c", program, "--json"]
    mail = (CORPUS / "gmail-web-ru-reply.eml").read_bytes()
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, input=mail, capture_output=True, cwd=ROOT, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, done.stderr
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) <= STARTS_IN


def test_reader_itself_needs_no_django() -> None:
    code = (
        "import sys, otklik.channels.mail.reader;"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
