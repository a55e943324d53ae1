"""Settings of what happens by rule."""

from otklik.organisation import settings

ROUTE_AGAIN = settings.declare(
    "routing.on_change",
    False,
    "Routing rules are asked again when something changes that they ask about; off: at registration alone.",
)
