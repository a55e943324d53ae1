"""Settings, URL map, start-up: where everything is put together."""
