"""Writing a mass message before it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.core import clock, text
from otklik.core.errors import Conflict, Invalid, NotFound, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.core.files import hold
from otklik.core.models import StoredFile
from otklik.core.translated import Translated
from otklik.mailings.access import require_sending
from otklik.mailings.audience import Audience
from otklik.mailings.checking import problems_of
from otklik.mailings.enums import Kind, Stage
from otklik.mailings.events import MAILING_CHANGED, MAILING_CREATED, MAILING_REMOVED
from otklik.mailings.models import Mailing, MailingFile
from otklik.mailings.wording import LANGUAGES, Written
from otklik.people.actor import Actor

EDITABLE = (Stage.DRAFT, Stage.CHECKED)
Texts = Mapping[str, str]


@dataclass(frozen=True)
class MailingSpec:
    """A message as it is written: see `models.Mailing`."""

    name: str
    account: ChannelAccount
    kind: Kind = Kind.ANNOUNCEMENT
    subject: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)
    choices: Sequence[Texts] = ()
    audience: Audience = field(default_factory=Audience)
    files: Sequence[StoredFile] = ()


@transaction.atomic
def create_mailing(actor: Actor, spec: MailingSpec) -> Mailing:
    """Write a new message. Needs `mailings.send`; `Invalid` for what cannot be kept even as a draft (no name,
    placeholders that do not exist). Writes `mailing.created`."""
    require_sending(actor)
    _check(spec)
    row = Mailing(stage=Stage.DRAFT, author_id=actor.agent_id, created_at=clock.now())
    for name, value in _columns(spec).items():
        setattr(row, name, value)
    row.save()
    _put_files(row, spec.files)
    record(MAILING_CREATED, actor.ref, Subject("mailing", row.pk))
    return row


def unsaved(spec: MailingSpec) -> Mailing:
    """The message as it would be saved, for a preview; `Invalid` where it could not be. Writes nothing."""
    _check(spec)
    row = Mailing(stage=Stage.DRAFT, created_at=clock.now())
    for name, value in _columns(spec).items():
        setattr(row, name, value)
    return row


@transaction.atomic
def change_mailing(actor: Actor, mailing: Mailing, *, version: int, spec: MailingSpec) -> Mailing:
    """Write it anew; one that was checked is a draft again. Needs `mailings.send`; `NotPossible` once it has
    started, `Conflict` on a stale `version`. Writes `mailing.changed`; the same words change nothing."""
    require_sending(actor)
    row = locked(mailing)
    if row.stage not in EDITABLE:
        raise NotPossible(_("The message has started and can no longer be changed."))
    if row.version != version:
        raise Conflict(_("Somebody saved this message before you. Open it again; your words are still here."))
    _check(spec)
    wanted = _columns(spec)
    changed = [name for name, value in wanted.items() if _plain(getattr(row, name)) != _plain(value)]
    before = list(row.files.values_list("file_id", flat=True))
    if before != [file.pk for file in spec.files]:
        changed.append("files")
        row.files.all().delete()
        _put_files(row, spec.files)
    if not changed:
        return row
    for name in set(changed) - {"files"}:
        setattr(row, name, wanted[name])
    row.stage = Stage.DRAFT
    row.version += 1
    row.save()
    changes = [Change(name, None, None) for name in sorted(changed)]
    record(MAILING_CHANGED, actor.ref, Subject("mailing", row.pk), changes=changes)
    return row


@transaction.atomic
def remove_mailing(actor: Actor, mailing: Mailing) -> None:
    """Take away a message that never started. Needs `mailings.send`. Writes `mailing.removed`."""
    require_sending(actor)
    row = locked(mailing)
    if row.stage not in EDITABLE:
        raise NotPossible(_("The message has started: it stays on record."))
    record(MAILING_REMOVED, actor.ref, Subject("mailing", row.pk))
    row.delete()


def locked(mailing: Mailing) -> Mailing:
    """The row as it is now, held until the end of the transaction; `NotFound` when it was removed."""
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("account__brand")
    row = rows.filter(pk=mailing.pk).first()
    if row is None:
        raise NotFound
    return row


def _check(spec: MailingSpec) -> None:
    problems = problems_of(_written(spec))
    if not spec.name.strip():
        problems["name"] = _("Give it a name: only colleagues see it.")
    if spec.account.kind != ChannelAccount.Kind.MAIL or not spec.account.enabled:
        problems["mailbox"] = _("Choose a mailbox that is in use.")
    if spec.audience.services and not spec.audience.ordered_days:
        problems["ordered_days"] = _("Say within how many days the services were ordered.")
    if spec.audience.is_too_long:
        problems["audience"] = _("These are too many names for a filter. Choose by company or category.")
    if problems:
        raise Invalid(problems)


def _written(spec: MailingSpec) -> Written:
    return Written(spec.subject, spec.text, spec.question, spec.choices)


def _columns(spec: MailingSpec) -> dict[str, object]:
    """What is kept: languages we have, words without blanks around them."""
    asks = spec.kind is Kind.SURVEY
    choices = [_texts(one) for one in spec.choices]
    return {
        "name": text.one_line(spec.name, 150),
        "kind": spec.kind,
        "account": spec.account,
        "subject": Translated({code: text.one_line(w, 250) for code, w in _texts(spec.subject).items()}),
        "text": Translated(_texts(spec.text)),
        "question": Translated(_texts(spec.question) if asks else {}),
        "choices": [one for one in choices if one] if asks else [],
        "audience": spec.audience.stored(),
    }


def _texts(given: Texts) -> dict[str, str]:
    plain = {code: text.storable(given.get(code, "")).replace("\r\n", "\n").strip() for code in LANGUAGES}
    return {code: words for code, words in plain.items() if words}


def _plain(value: object) -> object:
    return dict(value.texts) if isinstance(value, Translated) else value


def _put_files(row: Mailing, files: Sequence[StoredFile]) -> None:
    hold(files)
    taken = MailingFile.objects.filter(file__in=files)
    if len({file.pk for file in files}) < len(files) or taken.exists():
        raise Invalid({"files": _("Upload the file anew: this one belongs to another message.")})
    links = [MailingFile(mailing=row, file=file, position=number) for number, file in enumerate(files)]
    MailingFile.objects.bulk_create(links)
