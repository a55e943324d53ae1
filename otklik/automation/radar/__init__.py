"""Breach radar (NEW-8): which tickets will miss their deadline in the next working hours, why, and who could
still make it. `forecast`, `moving` and `handling` are pure; `measuring` keeps what tickets take, `reading`
looks ahead for a team, `rebalancing` gives its tickets anew."""
