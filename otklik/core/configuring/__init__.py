"""Configuration that is declared once: what a thing is made of, how it is checked, changed, told and undone.

A package declares a `Shape` for what an administrator sets up (a team, a status, a service). From it follow
the form on the settings page, the body of the API, the check, the event with from and to, the sentence in
the audit log and the way back. No domain words here: the shapes stand in the packages that own the rows.
"""
