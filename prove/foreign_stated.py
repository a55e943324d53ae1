"""What the tests of others state of their mails: what is new in a reply, whom a bounce is about.

Their test files are read as text and never run. A reply's text without a header is put into a mail of ours.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeGuard

from otklik.channels.mail.bounds import MailFailed, MailRefused
from otklik.channels.mail.child import parse_bounded
from prove.foreign_mails import ForeignMail

OF_TALON = "Hi. I am fine. Thanks, Alex"
HELLO = "Hello"
REPORTS = "dsn"
"""The detector of reports with fields (RFC 3464); of notices in words we take no recipient: which letter came
back is known by our own return path alone."""
_BOUNCES, _REPLIES, _QUOTES = "flufl.bounce", "talon", "quotequail"
_LINK = re.compile(r"\s*<(?:https?|mailto):[^<>]*>|\s*\((?:https?|mailto):[^()]*\)")


@dataclass(frozen=True)
class Stated:
    """One value that a test states of a mail. `said`: any one of them is right, none: it is no bounce."""

    mail: ForeignMail
    field: str
    said: Sequence[str]

    @property
    def name(self) -> str:
        """As the result calls it."""
        return f"{self.mail.package}/{self.mail.name} {self.field}"


def stated(folders: Mapping[str, Path], mails: Sequence[ForeignMail]) -> Iterator[Stated]:
    """Everything stated, in the order of the packages."""
    yield from _bounces(folders[_BOUNCES], {mail.name: mail for mail in mails if mail.package == _BOUNCES})
    yield from _standard_replies(folders[_REPLIES], [mail for mail in mails if mail.package == _REPLIES])
    yield from _html_replies(folders[_REPLIES])
    yield from _plain_replies(folders[_REPLIES])
    yield from _quotes(folders[_QUOTES])


def our_answer(one: Stated) -> str:
    """Our value of the same field, in the form of what is stated."""
    try:
        mail = parse_bounded(one.mail.raw)
    except (MailRefused, MailFailed) as trouble:
        return f"({trouble.reason})"
    if one.field == "new text":
        return folded(mail.text)
    if one.field == "machine":
        return "yes" if mail.is_auto else "no"
    return mail.bounce.final_recipient.casefold() if mail.bounce else ""


def folded(text: str) -> str:
    """Words alone: neither line breaks nor the targets of links."""
    return " ".join(_LINK.sub("", text).replace("\u200b", "").split())


def _bounces(folder: Path, mails: Mapping[str, ForeignMail]) -> Iterator[Stated]:
    """The table of detectors: (detector, file, addresses, whether it is only a delay)."""
    for node in ast.walk(ast.parse((folder / "tests" / "test_detectors.py").read_text("utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DETECTORS":
            for detector, name, addresses, _is_delay in ast.literal_eval(node.value):
                if addresses and name in mails:
                    yield Stated(mails[name], "machine", ["yes"])
                if addresses and detector == REPORTS and name in mails:
                    said = [address.decode().casefold() for address in addresses]
                    yield Stated(mails[name], "recipient", said)


def _standard_replies(folder: Path, mails: Sequence[ForeignMail]) -> Iterator[Stated]:
    for mail in mails:
        lying = folder / "tests" / "fixtures" / "standard_replies" / mail.name
        if lying.exists():
            beside = lying.with_name(f"{lying.stem}_reply_text")
            said = beside.read_text("utf-8") if beside.exists() else HELLO
            yield Stated(mail, "new text", [folded(said)])


def _html_replies(folder: Path) -> Iterator[Stated]:
    for path in sorted((folder / "tests" / "fixtures" / "html_replies").glob("*.html")):
        mail = _reply(_REPLIES, path.name, html=path.read_text("utf-8"))
        yield Stated(mail, "new text", [OF_TALON])


def _plain_replies(folder: Path) -> Iterator[Stated]:
    """`eq_("what is new", quotations.extract_from_plain(text))` in functions of one text."""
    tree = ast.parse((folder / "tests" / "text_quotations_test.py").read_text("utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        checks = [node for node in ast.walk(function) if _is_check(node)]
        for number, check in enumerate(checks, start=1):
            said, asked = _check_of(check, _texts_before(check, function))
            if said is not None and asked is not None:
                name = f"{function.name}.{number}" if len(checks) > 1 else function.name
                yield Stated(_reply(_REPLIES, name, text=asked), "new text", [folded(said)])


def _is_check(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "eq_"


def _texts_before(check: ast.Call, function: ast.FunctionDef) -> Mapping[str, object]:
    """The literals by the names they have when the check is made."""
    texts: dict[str, object] = {}
    for node in function.body:
        if isinstance(node, ast.Assign) and node.lineno < check.lineno:
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Name):
                texts[target.id] = value.value if isinstance(value, ast.Constant) else None
    return texts


def _check_of(check: ast.Call, texts: Mapping[str, object]) -> tuple[str | None, str | None]:
    """What is expected, and of which text; None for what is no literal."""
    said = asked = None
    for argument in check.args[:2]:
        if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
            if argument.func.attr == "extract_from_plain":
                asked = _literal(argument.args[0], texts)
        else:
            said = _literal(argument, texts)
    return said, asked


def _literal(node: ast.expr, texts: Mapping[str, object]) -> str | None:
    found = texts.get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Constant):
        found = node.value
    return found if isinstance(found, str) else None


def _quotes(folder: Path) -> Iterator[Stated]:
    """Rows of (text, parts, parts with the line above the quote in it); a part is (is shown, text)."""
    tree = ast.parse((folder / "tests" / "test_quote.py").read_text("utf-8"))
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
    (marked,) = function.decorator_list
    assert isinstance(marked, ast.Call)
    for number, (text, _parts, parts) in enumerate(ast.literal_eval(marked.args[1]), start=1):
        said = "\n".join(part for is_shown, part in parts if is_shown)
        yield Stated(_reply(_QUOTES, f"test_quote.{number}", text=text), "new text", [folded(said)])


def _reply(package: str, name: str, *, text: str = "", html: str = "") -> ForeignMail:
    made = EmailMessage()
    made["From"], made["To"] = "Alex <alex@far.test>", "help@desk.test"
    made["Subject"], made["In-Reply-To"] = "Re: Test", "<first@desk.test>"
    made["Message-ID"] = f"<{name}@far.test>"
    made.set_content(html or text, subtype="html" if html else "plain", cte="base64")
    return ForeignMail(package, name, made.as_bytes())
