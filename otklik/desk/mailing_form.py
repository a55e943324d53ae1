"""The form of a mass message: what stands in it, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid
from otklik.desk import mailing_audience
from otklik.mailings.audience import Audience, read
from otklik.mailings.commands import MailingSpec
from otklik.mailings.enums import Kind, Stage
from otklik.mailings.queries import kept_files
from otklik.mailings.values import PLACEHOLDERS, written_of
from otklik.mailings.wording import LANGUAGES
from otklik.tickets.commands import Attachment
from otklik.web.form_files import uploaded
from otklik.web.mailing_words import KINDS, STAGES
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.core.models import StoredFile
    from otklik.mailings.models import Mailing

TEXTS = ("subject", "text", "question")


@dataclass(frozen=True)
class Returned:
    """A form that came back: what is wrong with it."""

    message: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


def form(request: OtklikRequest, row: Mailing | None, returned: Returned | None = None) -> HttpResponse:
    """The form of a new message or of one that has not started; with what was typed where it came back."""
    back = returned or Returned()
    values = _typed(request, row) if request.method == "POST" else _standing(request, row)
    context = {
        "shell": shell_for(request.actor, "mailings"),
        "row": row,
        "stage": str(STAGES[Stage(row.stage)]) if row else "",
        "values": values,
        "problems": back.problems,
        "summary": list(back.problems.items()) or ([("", back.message)] if back.message else []),
        "placeholders": PLACEHOLDERS,
        "kinds": [(kind.value, str(label), "") for kind, label in KINDS.items()],
        "boxes": [(box.name, f"{box.title}, {box.address}") for box in catalogue().mailboxes()],
        "languages": (("ru", "Русский"), ("en", "English")),
        **mailing_audience.offers(),
    }
    return render(request, "desk/mailing_form.html", context, status=back.status)


def read_form(request: OtklikRequest, row: Mailing | None) -> MailingSpec:
    """What was typed, as the commands take it. `Invalid` for what means nothing here."""
    post, actor = request.POST, request.actor
    problems: dict[str, str] = {}
    audience = Audience()
    try:
        audience = mailing_audience.read_audience(actor, post)
    except Invalid as error:
        problems |= error.fields
    box = next((one for one in catalogue().mailboxes() if one.name == post.get("mailbox")), None)
    if box is None:
        problems["mailbox"] = _("Choose a mailbox that is in use.")
    kind = Kind.SURVEY if post.get("kind") == Kind.SURVEY else Kind.ANNOUNCEMENT
    if box is None or problems:
        raise Invalid(problems)
    return MailingSpec(
        name=post.get("name", ""),
        account=box,
        kind=kind,
        subject=_texts(request, "subject"),
        text=_texts(request, "text"),
        question=_texts(request, "question"),
        choices=_choices(request),
        audience=audience,
        files=_files(request, row),
    )


def _texts(request: OtklikRequest, name: str) -> dict[str, str]:
    return {code: request.POST.get(f"{name}_{code}", "") for code in LANGUAGES}


def _choices(request: OtklikRequest) -> list[dict[str, str]]:
    """The answers of both languages beside one another, line by line."""
    lines = {code: request.POST.get(f"choices_{code}", "").splitlines() for code in LANGUAGES}
    plain = {code: [line.strip() for line in lines[code] if line.strip()] for code in LANGUAGES}
    longest = max(len(one) for one in plain.values())
    return [
        {code: words[number] for code, words in plain.items() if number < len(words)}
        for number in range(longest)
    ]


def _files(request: OtklikRequest, row: Mailing | None) -> Sequence[StoredFile]:
    """Those that stay, then the new ones."""
    stays = set(request.POST.getlist("file"))
    own = [file for file in (kept_files(row) if row else ()) if str(file.uid) in stays]
    fresh: list[Attachment] = list(uploaded(request.actor, request.FILES.getlist("files")))
    return [*own, *(one.file for one in fresh)]


def _standing(request: OtklikRequest, row: Mailing | None) -> dict[str, object]:
    written = written_of(row) if row else None
    audience = read(row.audience) if row else Audience(contacts=request.GET.getlist("contact")[:1])
    values: dict[str, object] = {
        "name": row.name if row else "",
        "kind": row.kind if row else Kind.ANNOUNCEMENT,
        "mailbox": row.account.name if row else "",
        "files": kept_files(row) if row else (),
        "version": row.version if row else "",
    }
    for code in LANGUAGES:
        for name in TEXTS:
            values[f"{name}_{code}"] = getattr(written, name).get(code, "") if written else ""
        values[f"choices_{code}"] = "\n".join(
            one.get(code, "") for one in (written.choices if written else ())
        )
    return values | mailing_audience.values_of(request.actor, audience)


def _typed(request: OtklikRequest, row: Mailing | None) -> dict[str, object]:
    post = request.POST
    values: dict[str, object] = {
        name: post.get(name, "") for name in ("name", "kind", "mailbox", "version")
    } | {"files": kept_files(row) if row else ()}
    for code in LANGUAGES:
        for name in (*TEXTS, "choices"):
            values[f"{name}_{code}"] = post.get(f"{name}_{code}", "")
    return values | mailing_audience.typed(request.actor, post)
