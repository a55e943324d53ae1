"""Macros: steps an employee has ready and does with one press, on one ticket or on many (WORK-5).

`shape` says what one is made of, `reading` finds those that are open and fit, `running` does them, `own` is
what everybody may write without a right.
"""
