"""The public page, the keys at their well-known address, and the command that checks a receipt."""

import io
import json
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from registry import receipts
from registry.receipts.findings import Finding
from tests.support.receipts import RESULT, claims

KEYS = "/.well-known/data-opt-out-receipt-keys.json"
OTHER_KEY = "bmRvcC1hLXJlY2VpcHQta2V5LW9mLTMyLWJ5dGVzLTA="


@pytest.fixture
def receipt(tmp_path):
    path = tmp_path / "receipt.jws"
    path.write_text(receipts.sign(claims()))
    return path


@pytest.fixture
def result(tmp_path):
    path = tmp_path / "result.csv"
    path.write_bytes(RESULT)
    return path


def verify(*arguments, **options):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_receipt", *map(str, arguments), stdout=out, **options)
    return finding_with(ended.value.code), out.getvalue()


def finding_with(code):
    return next(finding for finding in Finding if finding.exit_code == code)


def test_keys_are_public_and_may_be_kept(client):
    answer = client.get(KEYS)
    assert answer.json() == receipts.public_keys()
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get(KEYS, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post(KEYS).status_code == 405


def test_keys_that_are_retired_stay_public(client, settings):
    (old,) = receipts.public_keys()["keys"]
    settings.RECEIPT_RETIRED_KEYS = ((old["kid"], old["x"].replace("-", "+").replace("_", "/") + "="),)
    settings.RECEIPT_KEYS = (("new", OTHER_KEY),)
    assert {key["kid"]: key["x"] for key in client.get(KEYS).json()["keys"]}[old["kid"]] == old["x"]


def test_H02_page_has_one_script_more_and_a_policy_without_exceptions(client):
    answer = client.get(reverse("organisations:receipts"))
    html = answer.content.decode()
    assert html.count("receipts.js") == 1
    assert 'style="' not in html
    assert html.count("<script>") == 1  # the design system's own, which the policy allows by its hash
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "Set-Cookie" not in answer
    assert "receipts.js" not in client.get("/").content.decode()


def test_page_is_the_same_for_everyone_and_asks_no_database(client):
    pages = [client.get(reverse("organisations:receipts")) for _ in range(2)]
    assert pages[0].content == pages[1].content
    assert pages[0]["Cache-Control"] == "public, max-age=300"
    assert all(finding.title in pages[0].content.decode() for finding in Finding)


def test_page_names_each_key_when_there_are_several(client, settings):
    settings.RECEIPT_KEYS = (("new", OTHER_KEY), *settings.RECEIPT_KEYS)
    html = client.get(reverse("organisations:receipts")).content.decode()
    assert html.count("BEGIN PUBLIC KEY") == 2
    assert "<p>new:</p>" in html


def test_command_tells_what_the_receipt_says(receipt, result):
    found, said = verify(receipt, result)
    assert found is Finding.RESULT
    for line in (
        "Receipt for check: K7M2-9QXR-4T",
        "Organisation: Môn & <b>Gwynedd</b> Trust (RX1)",
        "Lines in the list: 12",
        "Lines in the result: 10",
        "Left out: opted out: 2",
        "This is the result.",
    ):
        assert line in said


def test_command_reads_a_pipe(receipt, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RESULT)))
    assert verify(receipt, "-")[0] is Finding.RESULT


def test_command_goes_by_the_keys_it_is_given(receipt, result, tmp_path, settings):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(receipts.public_keys()))
    settings.RECEIPT_KEYS = (("new", OTHER_KEY),)
    assert verify(receipt, result)[0] is Finding.REFUSED
    assert verify(receipt, result, "--keys", keys)[0] is Finding.RESULT


@pytest.mark.parametrize("keys", ["", "[]", "{}", '{"keys": [1]}', '{"keys": [{}]}', '{"keys": 7}', "\x00"])
def test_command_refuses_what_holds_no_keys(receipt, tmp_path, keys):
    (tmp_path / "keys.json").write_text(keys)
    with pytest.raises(CommandError, match=r"keys\.json"):
        call_command("verify_receipt", str(receipt), "--keys", str(tmp_path / "keys.json"))


@pytest.mark.parametrize("x", ["", "AAAA", 7, None])
def test_command_refuses_a_receipt_whose_key_is_broken(receipt, tmp_path, x):
    (key,) = receipts.public_keys()["keys"]
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [key | {"x": x}]}))
    found, _ = verify(receipt, "--keys", tmp_path / "keys.json")
    assert found is Finding.REFUSED


def test_command_says_which_file_cannot_be_read(receipt, tmp_path):
    for arguments in ((tmp_path / "none.jws",), (receipt, tmp_path / "none.csv")):
        with pytest.raises(CommandError, match="none"):
            call_command("verify_receipt", *map(str, arguments))
