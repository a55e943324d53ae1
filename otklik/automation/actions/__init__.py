"""What rules and macros do: steps kept as JSON, each performed by the command a person's press would call.

A step is `{"do": "<key of an action>", …}` with codes and uids, never row ids, so that it can leave the
installation. Modules here declare actions (`registry.declare`); `steps` reads, checks, tells and performs
them.
"""
