"""How little the child may have."""

import resource

PROCESSOR_SECONDS = 20
MEMORY = 1024**3


def confine() -> None:
    """Before anything is read: little memory and time, no written file, no core dump, no further process."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, PROCESSOR_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)


def close_the_door() -> None:
    """Once all code is loaded: no further file and no connection can be opened. What is open stays open."""
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))
