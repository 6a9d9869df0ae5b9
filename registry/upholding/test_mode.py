"""Made-up answers for an organisation that tries the service out, so that each kind of line can be seen."""

import numpy as np
from numpy.typing import NDArray

from registry.upholding.terms import NineDigits

OPTED_OUT = 7
SUPERSEDED = 9


class TestNumberSet:
    """A number whose seventh digit is 7 is opted out; one whose seventh digit is 9 was replaced by another."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    def opted_out(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the seventh digit is 7."""
        return np.asarray(_seventh_digit(nine_digits) == OPTED_OUT)

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the seventh digit is 9."""
        return np.asarray(_seventh_digit(nine_digits) == SUPERSEDED)


def _seventh_digit(nine_digits: NineDigits) -> NineDigits:
    return nine_digits // np.uint32(100) % np.uint32(10)
