"""Two processes answer for blocks of lines, and the answers come in the order of the file."""

from collections import deque
from collections.abc import Generator, Iterable
from contextlib import closing

from registry.upholding.answered import Answered
from registry.upholding.helper import Helper, Work
from registry.upholding.terms import Unreadable

# So many answers wait at most, those of the helper that are still to come among them.
MOST_WAITING = 6
# What an answer is until it is there: the helper's to give, or why there is none.
Waiting = deque[Answered | Exception | None]


def shared(work: Work, blocks: Iterable[bytes | Unreadable], longest: int) -> Generator[Answered]:
    """Yield what `work` gives for each block of at most `longest` bytes. This process helps where it would only wait.

    Raises HelperLost, what `work` raises, and what stands among the blocks, each after the answers that come before.
    """
    waiting: Waiting = deque()
    with closing(Helper(work, longest)) as helper:
        for block in blocks:
            while helper.is_full and (helper.has_answer or len(waiting) == MOST_WAITING):
                yield _next(waiting, helper)
            if isinstance(block, Unreadable):
                waiting.append(block)
            elif helper.is_full:
                waiting.append(_said(work, block))
            else:
                helper.put(block)
                waiting.append(None)
        while waiting:
            yield _next(waiting, helper)


def _said(work: Work, block: bytes) -> Answered | Exception:
    try:
        return work(block)
    except Exception as error:  # noqa: BLE001 - raised when its turn has come
        return error


def _next(waiting: Waiting, helper: Helper) -> Answered:
    said = waiting.popleft()
    if said is None:
        return helper.get()
    if isinstance(said, Exception):
        raise said
    return said
