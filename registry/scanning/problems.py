"""Why a file cannot be made into pictures. The codes are those of ScanProblem, which has their words."""

EMPTY = "empty"
TOO_LARGE = "too_large"
WRONG_TYPE = "wrong_type"
TYPE_MISMATCH = "type_mismatch"
DAMAGED = "damaged"
ENCRYPTED = "encrypted"
TOO_MANY_PAGES = "too_many_pages"
TOO_MANY_PIXELS = "too_many_pixels"
TOO_DEMANDING = "too_demanding"


class Refused(Exception):
    """This file is not made into pictures. `problem` is one of the codes above."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
