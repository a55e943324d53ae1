"""Events of the public form."""

from otklik.core.events import Audience, declare

FORM_REFUSED = declare("form.refused", audience=Audience.ADMIN)
"""A request that was not taken because of who sent it: `data.address`, `data.why` (known, domains)."""
