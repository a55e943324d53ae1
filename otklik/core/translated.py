"""Names an administrator writes in several languages: `{"ru": …, "en": …}` in one JSON column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.utils.translation import get_language

FALLBACK = ("ru", "en")


@dataclass(frozen=True)
class Translated:
    """One text in several languages; `str()` gives the active language's, else a fallback's."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str | None) -> str:
        """The text in `language` (`ru`, `ru-RU`), else the first filled fallback, else empty."""
        wanted = (language or "").split("-")[0]
        for code in (wanted, *FALLBACK):
            if self.texts.get(code):
                return self.texts[code]
        return next((text for text in self.texts.values() if text), "")

    def __str__(self) -> str:
        return self.text(get_language())

    def __bool__(self) -> bool:
        return any(self.texts.values())


def translated(**texts: str) -> Translated:
    """`translated(ru="Новая", en="New")`."""
    return Translated(texts)


if TYPE_CHECKING:
    _Base = models.JSONField[Translated | Mapping[str, str], Translated]
else:
    _Base = models.JSONField


class TranslatedField(_Base):
    """A JSON column that reads as `Translated` and takes `Translated` or a mapping."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Translated:
        loaded = super().from_db_value(value, expression, connection)
        return Translated(loaded or {})

    def to_python(self, value: object) -> Translated:
        return value if isinstance(value, Translated) else Translated(dict(value or {}))  # type: ignore[call-overload]

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        if isinstance(value, Translated):
            value = dict(value.texts)
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> object:  # type: ignore[override]
        return dict(self.to_python(self.value_from_object(obj)).texts)
