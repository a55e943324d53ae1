"""Events of custom fields."""

from otklik.core.events import Audience, declare

FIELD_CHANGED = declare("field.changed", audience=Audience.ADMIN)
"""A field or one of its options was made or changed; `data` names kind and uid."""
