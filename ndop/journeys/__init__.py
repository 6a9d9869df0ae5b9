"""The journey engine: a tuple of steps, and everything that can be derived from it."""

from ndop.journeys.engine import Journey, State, Step

__all__ = ["Journey", "State", "Step"]
