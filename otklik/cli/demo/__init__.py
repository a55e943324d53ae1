"""Demo data that looks like life, and bulk loads: `otklik demo [--tickets N] [--seed S]`.

What is said stands in `content/`, who says it in `staff` and `companies`; `schedule` chooses what is played
and when, `timeline` puts it in order, `play` calls the real commands at those moments.
"""

from otklik.cli.demo.command import main

__all__ = ["main"]
