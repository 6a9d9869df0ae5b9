"""The journey engine: a tuple of steps, and everything that can be derived from it."""
