"""Files of scans: complete or not there, encrypted, in nobody else's place."""

import os
from uuid import uuid4

import pytest

from registry.encryption import CannotDecrypt
from registry.gateways import scan_store

DATA = b"a page of a form" * 100


def test_store_keeps_what_it_is_given_and_forgets_it(store):
    name = scan_store.put(DATA)
    assert scan_store.get(name) == DATA
    for _ in range(2):
        scan_store.destroy(name)
    with pytest.raises(scan_store.ScanFileMissing):
        scan_store.get(name)
    scan_store.destroy(uuid4())


def test_T40_store_is_encrypted_private_and_without_names(store):
    name = scan_store.put(DATA)
    (path,) = store.glob("*/*")
    assert path.name == str(name)
    assert b"a page" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_store_notices_a_file_in_anothers_place(store):
    one, other = scan_store.put(DATA), scan_store.put(b"another")
    scan_store._path(other).replace(scan_store._path(one))
    with pytest.raises(CannotDecrypt):
        scan_store.get(one)


def test_store_notices_a_changed_byte(store):
    name = scan_store.put(DATA)
    path = scan_store._path(name)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(CannotDecrypt):
        scan_store.get(name)


def test_store_is_brought_to_the_disk_before_a_name_leads_to_it(store, monkeypatch):
    there, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (there.append([*store.glob("*/*-*")]), sync(number)))
    name = scan_store.put(DATA)
    folder, file, name_of_it = there
    assert folder == []
    assert [path.suffix for path in file] == [".part"]
    assert [path.name for path in name_of_it] == [str(name)]


def test_store_finds_old_files_and_clears_unfinished_ones(store):
    name = scan_store.put(DATA)
    (store / str(name)[:2] / f"{uuid4()}.part").write_bytes(b"half")
    assert list(scan_store.older_than(3600)) == []
    assert list(scan_store.older_than(-1)) == [name]
    assert len(list(store.glob("*/*"))) == 1
