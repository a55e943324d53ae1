"""Clients and canned replies brought in from tables (CSV, Excel) and taken out into them (CRM-8).

A file is uploaded, its columns are named, every row is checked by the rules of the commands, then all rows
are written in the background, a batch a transaction. Rows that cannot be taken come back as a file with
reasons.
"""
