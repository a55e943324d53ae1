"""Routes of stages."""
