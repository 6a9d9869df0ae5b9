"""The check store keeps a file whole and secret, or not at all."""

import errno
import hashlib
import os
import time
import tracemalloc
from itertools import pairwise
from uuid import uuid4

import pytest

from registry.encryption import CannotDecrypt
from registry.gateways import check_store, sealed_stream
from registry.gateways.check_store import FileMissing, NoRoom
from registry.gateways.sealed_stream import FRAME, SEALED_FRAME

OWNER = uuid4()
KEYS = (
    ("new", "bmRvcC1hLWtleS1vZi0zMi1ieXRlcy1mb3ItdGVzdHM="),
    ("old", "bmRvcC1iLWtleS1vZi0zMi1ieXRlcy1mb3ItdGVzdHM="),
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path / "checks"
    settings.FIELD_ENCRYPTION_KEYS = KEYS
    return settings.CHECKS_DIR


def keep(data, owner=OWNER):
    with check_store.create(owner) as file:
        file.write(data)
        return file.keep()


def read(name, owner=OWNER):
    with check_store.open_kept(name, owner=owner) as file:
        return file.read()


def read_into(parts, name):
    with check_store.open_kept(name, owner=OWNER) as file:
        while part := file.read(1000):
            parts.append(part)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sealed(folder):
    (path,) = files(folder)
    data = path.read_bytes()
    start = data.index(b"new") + len(b"new") + sealed_stream.SALT_BYTES
    body = data[start:]
    return path, data[:start], [body[at : at + SEALED_FRAME] for at in range(0, len(body), SEALED_FRAME)]


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 7])
def test_check_store_returns_what_it_was_given(size):
    data = os.urandom(size)
    name = keep(data)
    assert read(name) == data


def test_check_store_takes_writes_of_any_size():
    data = os.urandom(3 * FRAME)
    cuts = [0, 1, 10, FRAME - 1, FRAME + 5, FRAME + 5, 2 * FRAME + 9, 3 * FRAME]
    with check_store.create(OWNER) as file:
        for start, end in pairwise(cuts):
            assert file.write(memoryview(data)[start:end]) == end - start
            assert file.size == end
            assert file.sha256 == hashlib.sha256(data[:end]).hexdigest()
        name = file.keep()
    assert read(name) == data


def test_check_store_reads_lines_and_from_any_place():
    lines = [b"%010d\r\n" % number for number in range(200_000)]
    name = keep(b"".join(lines))
    with check_store.open_kept(name, owner=OWNER) as file:
        assert list(file) == lines
        assert file.seek(0, os.SEEK_END) == 200_000 * 12
        for number in (199_999, 0, 87_381, 87_380):
            file.seek(number * 12)
            assert file.readline() == lines[number]


def test_check_store_gives_out_no_descriptor_by_which_a_server_could_send_the_sealed_bytes():
    with check_store.open_kept(keep(b"plain"), owner=OWNER) as file, pytest.raises(OSError, match="fileno"):
        file.fileno()


def test_check_store_needs_no_more_memory_for_a_longer_file():
    block = bytes(FRAME)
    tracemalloc.start()
    with check_store.create(OWNER) as file:
        for _ in range(40):
            file.write(block)
        name = file.keep()
    with check_store.open_kept(name, owner=OWNER) as file:
        assert sum(len(part) for part in iter(lambda: file.read(FRAME), b"")) == 40 * FRAME
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * FRAME


def test_check_store_files_are_for_nobody_else_on_the_machine(folder):
    keep(b"x")
    (path,) = files(folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_check_store_file_says_nothing(folder):
    name = keep(b"999 000 0018\n" * 1000)
    (path,) = files(folder)
    assert b"999" not in path.read_bytes()
    assert path.name == str(name)


def test_T28_file_of_one_organisation_cannot_be_read_as_anothers():
    name = keep(b"secret")
    with pytest.raises(CannotDecrypt):
        check_store.open_kept(name, owner=uuid4())


def test_file_put_in_anothers_place_is_refused(folder):
    one, other = keep(b"one"), keep(b"two")
    paths = {path.name: path for path in files(folder)}
    paths[str(one)].rename(paths[str(other)])
    with pytest.raises(CannotDecrypt):
        check_store.open_kept(other, owner=OWNER)


def cut_at_a_frame(frames):
    return frames[:-1]


def cut_inside_a_frame(frames):
    return [*frames[:-1], frames[-1][:-1]]


def swapped(frames):
    return [frames[1], frames[0], *frames[2:]]


def repeated(frames):
    return [frames[0], frames[0], *frames[2:]]


def longer(frames):
    return [*frames, frames[-1]]


def one_bit_changed(frames):
    return [frames[0], bytes([frames[1][0] ^ 1]) + frames[1][1:], *frames[2:]]


def nothing_left(_frames):
    return []


@pytest.mark.parametrize(
    "change", [cut_at_a_frame, cut_inside_a_frame, swapped, repeated, longer, one_bit_changed, nothing_left]
)
@pytest.mark.parametrize("size", [3 * FRAME, 2 * FRAME + 100])
def test_altered_file_is_refused_and_no_wrong_byte_is_given_out(folder, change, size):
    data = os.urandom(size)
    name = keep(data)
    path, header, frames = sealed(folder)
    path.write_bytes(header + b"".join(change(frames)))
    parts = []
    with pytest.raises(CannotDecrypt):
        read_into(parts, name)
    assert data.startswith(b"".join(parts))


@pytest.mark.parametrize("change", [cut_at_a_frame, cut_inside_a_frame, nothing_left, longer])
def test_file_of_another_length_is_refused_before_its_first_byte(folder, change):
    name = keep(os.urandom(3 * FRAME))
    path, header, frames = sealed(folder)
    path.write_bytes(header + b"".join(change(frames)))
    with pytest.raises(CannotDecrypt):
        check_store.open_kept(name, owner=OWNER)


@pytest.mark.parametrize(
    "start", [b"", b"NDOPSEAL1", b"NDOPSEAL1\x03new", b"something else entirely, and longer than that"]
)
def test_file_without_its_header_is_refused(folder, start):
    name = keep(b"x")
    files(folder)[0].write_bytes(start)
    with pytest.raises(CannotDecrypt):
        check_store.open_kept(name, owner=OWNER)


def test_keys_rotate_while_files_lie(settings):
    settings.FIELD_ENCRYPTION_KEYS = KEYS[1:]
    name = keep(b"written with the old key")
    settings.FIELD_ENCRYPTION_KEYS = KEYS
    assert read(name) == b"written with the old key"
    settings.FIELD_ENCRYPTION_KEYS = KEYS[:1]
    with pytest.raises(CannotDecrypt, match="not configured"):
        check_store.open_kept(name, owner=OWNER)


def test_file_that_is_not_kept_is_gone(folder):
    with check_store.create(OWNER) as file:
        file.write(b"x" * 2 * FRAME)
        assert files(folder)[0].suffix == ".part"
    assert files(folder) == []


def test_file_is_gone_when_its_writing_fails(folder):
    with pytest.raises(ZeroDivisionError), check_store.create(OWNER) as file:
        file.write(b"%d" % (1 // 0))
    assert files(folder) == []


def test_unknown_and_destroyed_files_are_missing(folder):
    name = keep(b"x")
    check_store.destroy(name)
    check_store.destroy(name)
    for missing in (name, uuid4()):
        with pytest.raises(FileMissing):
            check_store.open_kept(missing, owner=OWNER)
    assert files(folder) == []


def test_sweep_names_old_files_and_removes_unfinished_ones(folder):
    old, new = keep(b"old"), keep(b"new")
    unfinished = check_store.create(OWNER)
    day_ago = time.time() - 24 * 3600
    for path in files(folder):
        if path.name != str(new):
            os.utime(path, (day_ago, day_ago))
    assert list(check_store.older_than(3600)) == [old]
    assert {path.name for path in files(folder)} == {str(old), str(new)}
    unfinished.close()


@pytest.mark.parametrize("full", ["write", "fsync"])
def test_F21_full_disk_has_a_name_and_leaves_nothing_visible(folder, monkeypatch, full):
    def no_room(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(sealed_stream.os, full, no_room)
        with pytest.raises(NoRoom):
            keep(b"x" * 2 * FRAME)
    assert files(folder) == []


def test_F21_other_errors_of_the_disk_keep_their_name(monkeypatch):
    def broken(*_args):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(sealed_stream.os, "write", broken)
    with pytest.raises(OSError, match="Input/output"):
        check_store.create(OWNER)


def test_free_bytes_leaves_the_reserve(settings):
    settings.CHECKS_DISK_RESERVE = 0
    free = check_store.free_bytes()
    assert free > 0
    settings.CHECKS_DISK_RESERVE = 1 << 60
    assert check_store.free_bytes() == 0
