"""Mails that other programs are tested with, read by us, by others and as their tests state, field by field.

`python -m prove --only foreign` fetches the packages; without them it says so and does not hold. A difference
is a value of ours that no witness shares, or against which more of them agree than with it. Each was looked
at, and `foreign_verdicts.json` says why ours stands; one that is not there, or whose value of ours has since
changed, is new: either we are wrong and a mail of our own goes into `tests/mail`, or a verdict is written.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from otklik.core import clock
from prove.foreign_mails import PACKAGES, ForeignMail, NotFetched, fetched, mails_in
from prove.foreign_stated import our_answer, stated
from prove.foreign_witnesses import FIELDS, Reading, Value, Witness, ours, witnesses

RESULT = Path(__file__).parent / "results" / "foreign.json"
VERDICTS = Path(__file__).with_name("foreign_verdicts.json")


@dataclass
class Result:
    """What is written to the file. `agree`: of each field, mails of which our value is that of a witness, by
    witness and of at least one. `stated`: of values that tests state, how many are ours. `judged`:
    differences with a verdict by its kind. `new`: without one. `refused`: mails we would put in quarantine.
    """

    at: str
    packages: dict[str, str]
    mails: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    agree: dict[str, dict[str, int]] = field(default_factory=dict)
    stated: dict[str, dict[str, int]] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """Where we say something else: the mail and field by name, our value, theirs."""

    name: str
    our: Value
    their: Sequence[Value]

    @property
    def mark(self) -> str:
        """Of our value, so that a verdict is about no other."""
        return sha256(repr(self.our).encode()).hexdigest()[:12]


def run(_times: int = 1) -> bool:
    """Prove, print, write; whether every difference has its verdict and no mail is refused."""
    with tempfile.TemporaryDirectory(prefix="otklik-foreign-") as folder:
        try:
            folders = fetched(Path(folder))
        except NotFetched as failure:
            print(f"the packages could not be fetched: {failure}")
            return False
        result = compare(folders)
    RESULT.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")
    return not result.new and not result.refused


def compare(folders: Mapping[str, Path]) -> Result:
    """Everything, on packages that are there."""
    versions = {package.name: package.version for package in PACKAGES}
    result = Result(clock.now().isoformat(timespec="seconds"), versions)
    mails = list(mails_in(folders))
    result.mails = dict(Counter(mail.package for mail in mails))
    differences = [*_among_witnesses(mails, folders, result), *_from_stated(mails, folders, result)]
    verdicts = json.loads(VERDICTS.read_text("utf-8"))
    for one in differences:
        kind, mark = verdicts["differences"].get(one.name, ("", ""))
        if mark == one.mark:
            result.judged[kind] = result.judged.get(kind, 0) + 1
        else:
            result.new.append(f"{one.name} {one.mark}")
            print(f"new: {one.name} {one.mark}\n  ours   {one.our!r:.300}")
            print("\n".join(f"  theirs {value!r:.300}" for value in one.their))
    result.judged = dict(sorted(result.judged.items()))
    _print(result)
    return result


def _among_witnesses(
    mails: Sequence[ForeignMail], folders: Mapping[str, Path], result: Result
) -> Iterator[Difference]:
    readings = [ours(mail) for mail in mails]
    others = witnesses(mails, folders)
    result.refused = [
        f"{mail.package}/{mail.name}" for mail, read in zip(mails, readings, strict=True) if read is None
    ]
    for name in FIELDS:
        counts = Counter({"any": 0})
        for number, (mail, reading) in enumerate(zip(mails, readings, strict=True)):
            if reading is not None:
                agreeing = _agreeing(name, reading, others, number)
                counts.update([*agreeing, *(["any"] if agreeing else [])])
                their = _stronger(name, reading, others, number)
                if their:
                    yield Difference(f"{mail.package}/{mail.name} {name}", reading[name], their)
        result.agree[name] = dict(sorted(counts.items()))


def _agreeing(name: str, our: Reading, others: Sequence[Witness], number: int) -> list[str]:
    return [
        other.name
        for other in others
        if (read := other.readings[number]) is not None and _is_same(name, our[name], read[name])
    ]


def _stronger(name: str, our: Reading, others: Sequence[Witness], number: int) -> Sequence[Value]:
    """Values of others that outweigh ours: all of them when nobody shares it."""
    values = [read[name] for other in others if (read := other.readings[number]) is not None]
    against = [value for value in values if not _is_same(name, our[name], value)]
    sharing = len(values) - len(against)
    return [value for value in against if not sharing or against.count(value) > sharing]


def _is_same(name: str, our: Value, their: Value) -> bool:
    """We name every file; nobody else can give those names of ours that the mail has not."""
    return set(their) <= set(our) if name == "file_names" else our == their


def _from_stated(
    mails: Sequence[ForeignMail], folders: Mapping[str, Path], result: Result
) -> Iterator[Difference]:
    for one in stated(folders, mails):
        our = our_answer(one)
        counts = result.stated.setdefault(f"{one.mail.package}, {one.field}", {"right": 0, "other": 0})
        counts["right" if our in one.said else "other"] += 1
        if our not in one.said:
            yield Difference(one.name, our, one.said)


def _print(result: Result) -> None:
    for name, counts in result.agree.items():
        print(f"{name:13}", ", ".join(f"{who} {number}" for who, number in counts.items()))
    for name, counts in result.stated.items():
        print(f"stated by {name}: {counts['right']} of {counts['right'] + counts['other']}")
    judged = sum(result.judged.values())
    print(
        f"{sum(result.mails.values())} mails; differences: {judged} judged, {len(result.new)} new;", end=" "
    )
    print(f"refused: {result.refused}")
