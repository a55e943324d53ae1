"""Moving tickets along their routes."""

from otklik.stages.commands.moving import begin_draft, begin_route, pass_on, put_in_stage

__all__ = ["begin_draft", "begin_route", "pass_on", "put_in_stage"]
