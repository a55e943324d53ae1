"""Triggers: when something happens to a ticket and a condition holds, steps are done, in a table's order.

`moments` says which events ask which triggers, `table` holds them in memory, `running` asks and does,
`waiting` wakes those that wait for a time.
"""
