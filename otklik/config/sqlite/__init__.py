"""Django's SQLite backend with moments read at a third of the price."""
