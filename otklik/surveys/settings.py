"""What an administrator sets about ratings."""

from __future__ import annotations

from otklik.organisation.settings import declare

IS_ON = declare("surveys.on", True, "Clients are asked to rate done work.")
CLOSES_FROM = declare(
    "surveys.closes_from",
    4,
    "A rating of this or more confirms the work and closes the ticket; 1: every rating does.",
)
OPEN_DAYS = declare("surveys.open_days", 90, "For how many days after it was done a ticket can be rated.")
CHANGE_DAYS = declare("surveys.change_days", 14, "For how many days a given rating can be changed.")
CAPTIONS_RU = declare(
    "surveys.captions_ru",
    ["Отлично", "Хорошо", "Нормально", "Плохо", "Ужасно"],
    "Words for 5, 4, 3, 2, 1 in Russian.",
)
CAPTIONS_EN = declare(
    "surveys.captions_en",
    ["Excellent", "Good", "Fair", "Poor", "Awful"],
    "Words for 5, 4, 3, 2, 1 in English.",
)
