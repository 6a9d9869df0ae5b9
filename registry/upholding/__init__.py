"""The check engine: a list of NHS numbers in, the same lines out without those that may not be used.

Plain Python and numpy: it knows neither Django nor the database. Read `engine` first, then `lines`, `answered`.
"""

from registry.upholding.cutting import Cut, LinesDoNotFit, Places, cut_out
from registry.upholding.engine import filter_lines
from registry.upholding.helper import HelperLost
from registry.upholding.opted_out import OptedOutSet
from registry.upholding.report import Report
from registry.upholding.terms import (
    AnswerUnknown,
    Counts,
    Layout,
    LineClass,
    NumberSet,
    Progress,
    Reason,
    TestNumbers,
    Unreadable,
)
from registry.upholding.test_mode import TestNumberSet

__all__ = [
    "AnswerUnknown",
    "Counts",
    "Cut",
    "HelperLost",
    "Layout",
    "LineClass",
    "LinesDoNotFit",
    "NumberSet",
    "OptedOutSet",
    "Places",
    "Progress",
    "Reason",
    "Report",
    "TestNumberSet",
    "TestNumbers",
    "Unreadable",
    "cut_out",
    "filter_lines",
]
