"""From a list to a result that is written, read back and proved, and whose name nobody knows yet.

Nothing here is public: `publishing` decides that. Whatever fails, the files of this attempt are gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, cast
from uuid import UUID

from registry.actions.checks.allowances import numbers_taken
from registry.actions.checks.answers import Answer, Marks, erase_unless_named
from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.streams import AsText, Hashed, Nowhere
from registry.encryption import CannotDecrypt
from registry.gateways import check_store
from registry.models import Check, CheckProblem
from registry.near_duplicates import Sketch
from registry.upholding import (
    Counts,
    Layout,
    NumberSet,
    Places,
    Progress,
    Report,
    Unreadable,
    filter_lines,
)
from registry.upholding.terms import NineDigits

Tell = Callable[[Progress], None]


class ResultNotProved(Exception):
    """What was read back is not what should have been written: nothing of it may go out."""


@contextmanager
def answered(check: Check, numbers: NumberSet, tell: Tell, processes: int) -> Iterator[Answer]:
    """Yield the proved answer to a check; afterwards its files are erased unless the check's row names them.

    Raises CannotCheck, ResultNotProved, check_store.NoRoom, upholding.AnswerUnknown, and whatever `tell` raises.
    """
    with check_store.Notes(check.organisation.public_id) as notes:
        answer = _written(check, numbers, notes, tell, processes)
        try:
            _prove(check, answer, tell, processes)
            yield answer
        finally:
            erase_unless_named(check, (answer.result, answer.report))


def layout_of(column: str, *, is_test: bool) -> Layout:
    """Return how a list is to be read."""
    return Layout(column, numbers_taken(is_test=is_test))


def _written(check: Check, numbers: NumberSet, notes: check_store.Notes, tell: Tell, processes: int) -> Answer:
    owner, sketch, marks = check.organisation.public_id, Sketch(check.organisation_id), Marks()

    def distinct(nine_digits: NineDigits) -> None:
        sketch.add(nine_digits)
        marks.add(nine_digits)

    with opened_input(check) as source, check_store.create(owner) as result, check_store.create(owner) as report:
        layout = layout_of(check.column, is_test=check.is_test)
        text = Report(cast("TextIO", AsText(report)))
        try:
            counts = filter_lines(
                source,
                result,
                numbers=numbers,
                layout=layout,
                report=text,
                progress=tell,
                distinct=distinct,
                processes=processes,
            )
        except Unreadable as error:
            raise CannotCheck(CheckProblem(error.reason)) from None
        except CannotDecrypt as error:
            raise CannotCheck(CheckProblem.INPUT_LOST) from error
        _refuse_another_input(check, source)
        names = _kept(result, report, counts)
        return Answer(counts, *names, result.size, result.sha256, sketch, marks, numbers, notes)


def _kept(result: check_store.NewFile, report: check_store.NewFile, counts: Counts) -> tuple[UUID, UUID | None]:
    result_name = result.keep()
    try:
        return result_name, report.keep() if counts.invalid else None
    except check_store.NoRoom:
        check_store.destroy(result_name)
        raise


@contextmanager
def opened_input(check: Check) -> Iterator[Hashed]:
    """Yield the list of a check. Raises CannotCheck if it is not there."""
    try:
        file = check_store.open_kept(check.input_name or UUID(int=0), owner=check.organisation.public_id)
    except (check_store.FileMissing, CannotDecrypt) as error:
        raise CannotCheck(CheckProblem.INPUT_LOST) from error
    with file:
        yield Hashed(file)


def _refuse_another_input(check: Check, source: Hashed) -> None:
    source.drain()
    if (source.sha256, source.size) != (check.input_sha256, check.input_bytes):
        raise CannotCheck(CheckProblem.INPUT_LOST)


def _prove(check: Check, answer: Answer, tell: Tell, processes: int) -> None:
    """Read the result back: the same bytes, exactly the lines that were counted, and none that must not go out (I13).

    The set is asked about every line once more, so an answer that it gave by mistake the first time shows here.
    Meanwhile its lines are noted, so that more of them can be taken out.
    """
    with check_store.open_kept(answer.result, owner=check.organisation.public_id) as file:
        source = Hashed(file)
        again = _counted_again(source, answer, layout_of(check.column, is_test=check.is_test), tell, processes)
        source.drain()
    answer.notes.end()
    if (source.sha256, source.size) != (answer.sha256, answer.size) or again != _expected(answer.counts):
        raise ResultNotProved("what was read back differs from what was written")


def _counted_again(source: Hashed, answer: Answer, layout: Layout, tell: Tell, processes: int) -> tuple[int, ...]:
    places, counts = Places(answer.notes), Counts()
    try:
        counts = filter_lines(
            source,
            Nowhere(),
            numbers=answer.numbers,
            layout=layout,
            progress=tell,
            written=places.add,
            processes=processes,
        )
    except Unreadable as error:
        # Nobody may be left: then the result is empty, or a header alone.
        if error.reason not in ("empty", "no_numbers"):
            raise ResultNotProved("the result cannot be read") from None
        return ()
    return _summary(counts)


def _expected(first: Counts) -> tuple[int, ...]:
    """Return what reading the result must count after this was counted in the list."""
    if first.lines != first.numbers + first.headers + first.invalid:
        raise ResultNotProved("the lines do not add up")
    if first.released == first.headers:
        return ()
    stayed = first.superseded - first.superseded_removed
    return _summary(
        Counts(
            lines=first.released,
            headers=first.headers,
            kept=first.kept,
            duplicates=first.duplicates,
            superseded=stayed,
        )
    )


def _summary(counts: Counts) -> tuple[int, ...]:
    return (
        counts.lines,
        counts.headers,
        counts.kept,
        counts.duplicates,
        counts.superseded,
        counts.removed + counts.invalid + counts.superseded_removed,
    )
