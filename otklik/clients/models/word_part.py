"""Words of names from every letter on: a part of a word is found without reading a table."""

from __future__ import annotations

from django.db import models

from otklik.clients.enums import Named


class WordPart(models.Model):
    """An ending of a word of something's name (`ашина` of `машина`); `ref` is the row of its kind.

    What begins with the words somebody types is a part of the name. Written by `commands.parts` alone, read
    by `finding`. The index's operator class lets PostgreSQL look for beginnings whatever its collation.
    """

    kind = models.PositiveSmallIntegerField(choices=[(kind.value, kind.name) for kind in Named])
    part = models.CharField(max_length=40)
    ref = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "part", "ref"],
                name="word_part_found",
                opclasses=["int2_ops", "varchar_pattern_ops", "int8_ops"],
            ),
            models.Index(fields=["kind", "ref"], name="word_part_of"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.kind}:{self.ref}"
