"""The ledger's reasons in words: every one the reading of mail can give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from otklik.channels import mail
from otklik.channels.mail.automatic import Reason
from otklik.channels.mail.commands.ledger import SAME
from otklik.channels.mail.matching import Proof
from otklik.channels.mail.screening import Verdict
from otklik.web.mail_reasons import reason_in_words

UNREADABLE = ("MailRefused", "MailFailed")


def test_every_reason_has_words_in_both_languages() -> None:
    proofs = (proof.name.lower() for proof in Proof)
    reasons = {*_refusals(), *_verdicts(), *proofs, SAME, "by hand", "given up"}
    assert {"too-deep", "too-large", "timeout", "cpu", "header-too-long"} <= reasons
    for language in ("en", "ru"):
        with translation.override(language):
            assert [one for one in sorted(reasons) if reason_in_words(one) == one] == []
    assert reason_in_words("DatabaseError") == "DatabaseError"


def _verdicts() -> Iterator[str]:
    """As `screening.reason_of` makes them."""
    yield from ("auto-flood", "auto-machine", "empty")
    yield from (one.value if one.startswith("auto-") else f"auto-{one.value}" for one in Reason)
    yield from (one.value for one in set(Verdict) - {Verdict.PERSON, Verdict.ANSWERED, Verdict.MACHINE})


def _refusals() -> Iterator[str]:
    """What the readers of mail raise, by their own source."""
    for path in Path(mail.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in UNREADABLE:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)
