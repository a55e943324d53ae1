"""Brand, installation settings and their audit."""
