"""Who is named with an at-sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.tickets.mentions import Nameable, find

ELENA = Nameable(1, "Елена Белова")
ELENA_TOO = Nameable(2, "Елена Чёрная")
PETR = Nameable(3, "Пётр Орлов")
IVAN = Nameable(4, "Иван Иванович Петров")
IVAN_TOO = Nameable(5, "Иван Сидоров")
SHANE = Nameable(6, "Shane O'Brien")
ANNA = Nameable(7, "Анна-Мария Ли")
EVERYBODY = (ELENA, ELENA_TOO, PETR, IVAN, IVAN_TOO, SHANE, ANNA)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Елена Белова, посмотри", [1]),
        ("посмотри, @елена  белова!", [1]),
        ("@Елена Белова.", [1]),
        ("(@Елена Чёрная)", [2]),
        ("@Елена Черная и @Елена Белова", [2, 1]),
        ("@Елена посмотри", []),  # two are called so
        ("@Пётр посмотри", [3]),
        ("@петр. Посмотри", [3]),
        ("@Пётр, @Пётр Орлов, @Петр", [3]),
        ("@Пётр Иванов не наш", [3]),
        ("@Петровна", []),
        ("@Иван Иванович Петров", [4]),
        ("@Иван\nИванович Петров", [4]),
        ("@Иван Сидоров, не Петров", [5]),
        ("@Иван", []),
        ("@Shane O'Brien: please", [6]),
        ("@shane, please", [6]),
        ("@Анна-Мария, @Анна-Мария Ли", [7]),
        ("@Анна", []),
        ("пишите на petr@Пётр.рф", []),
        ("info.@Пётр", []),
        ("@@Пётр", []),
        ("@ Пётр", []),
        ("@", []),
        ("", []),
        ("Пётр Орлов", []),
    ],
)
def test_find(text: str, named: list[int]) -> None:
    """Full names, unique first names, nothing else."""
    assert find(text, EVERYBODY) == named


def test_a_full_name_that_two_people_share_names_nobody() -> None:
    """Better nobody than the wrong one."""
    assert find("@Пётр Орлов", [PETR, Nameable(9, "Петр Орлов")]) == []


def test_the_longer_name_wins() -> None:
    """`Иван Петров` is not meant by `Иван Петров-Водкин`."""
    people = [Nameable(1, "Иван Петров"), Nameable(2, "Иван Петров-Водкин"), Nameable(3, "Иван")]
    assert find("@Иван Петров-Водкин", people) == [2]
    assert find("@Иван Петров", people) == [1]
    assert find("@Иван", people) == [3]


@given(st.text(alphabet="@Еленапётр Орлов.,-\n", max_size=80))
def test_anything_can_be_said(text: str) -> None:
    """Whatever the text: known ids only, each once; without an at-sign nobody."""
    found = find(text, EVERYBODY)
    assert len(found) == len(set(found))
    assert set(found) <= {person.id for person in EVERYBODY}
    assert found == [] or "@" in text


@given(
    st.sampled_from([ELENA, PETR, IVAN, SHANE, ANNA]), st.sampled_from(["", " ", ", ", ".", "!", "\n", ")"])
)
def test_what_the_box_inserts_is_found(person: Nameable, after: str) -> None:
    """The box after an at-sign inserts the full name: that always names its owner."""
    assert find(f"Спросите @{person.name}{after}", EVERYBODY) == [person.id]
