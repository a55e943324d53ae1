"""What a person's action can be answered with instead of done.

Commands raise these; each interface translates them once at its edge: a page shows the sentence
beside the field, the API answers a problem document (RFC 9457). None of them changes a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Refused(Exception):
    """An action that was understood and not done. `message` is a sentence for the person."""

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class Denied(Refused):
    """The actor may see the object but not do this with it."""

    code = "denied"


class NotFound(Refused):
    """There is no such object, or the actor may not know that there is."""

    code = "not_found"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class Invalid(Refused):
    """Input that cannot be taken: field name → sentence that says how to mend it."""

    code = "invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


def refuse_all(*checks: Callable[[], object]) -> None:
    """Run all these checks and raise one `Invalid` with everything they found wrong, so that a person is
    told at once; of two about one field the first stands."""
    problems: dict[str, str] = {}
    for check in checks:
        try:
            check()
        except Invalid as error:
            problems |= {name: words for name, words in error.fields.items() if name not in problems}
    if problems:
        raise Invalid(problems)


class Conflict(Refused):
    """Somebody else changed the object meanwhile; nothing was overwritten."""

    code = "conflict"


class NotPossible(Refused):
    """The object's state does not allow the action (a closed ticket, a forbidden transition)."""

    code = "not_possible"


class BadEnvironment(Exception):
    """A variable that cannot be understood: the sentence says which and what it takes."""
