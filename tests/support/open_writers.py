"""Transactions that have written and not yet committed, each in a thread with a connection of its own."""

import threading

from django.db import connection, transaction

from tests.support.waiting import PATIENCE_SECONDS


class OpenWriter:
    """Has run `write` when it is made; ends with `commit` or `roll_back`."""

    def __init__(self, write):
        self._write = write
        self._written, self._go = threading.Event(), threading.Event()
        self._is_to_commit = False
        self._error = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._written.wait(20)
        self._check()

    def commit(self):
        self._end(is_to_commit=True)

    def roll_back(self):
        self._end(is_to_commit=False)

    def _end(self, *, is_to_commit):
        self._is_to_commit = is_to_commit
        self._go.set()
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()
        self._check()

    def _check(self):
        if self._error:
            raise self._error

    def _run(self):
        try:
            with transaction.atomic():
                self.result = self._write()
                self._written.set()
                assert self._go.wait(30)
                transaction.set_rollback(not self._is_to_commit)
        except BaseException as error:  # noqa: BLE001 - the test's thread raises it
            self._error = error
        finally:
            self._written.set()
            connection.close()
