"""`make run`: the whole service on one machine, started, watched and stopped together."""
