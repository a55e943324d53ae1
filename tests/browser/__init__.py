"""What people do, in a real browser against real processes, on both engines."""
