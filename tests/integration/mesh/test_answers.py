"""What a sender gets back, whatever they sent."""

import hashlib
import json

import pytest

from registry import receipts
from registry.clock import now
from registry.gateways import check_store
from registry.models import Check, CheckProblem, MeshMessage, MeshOutcome, MeshState
from tests.factories import PreferenceFactory
from tests.factories.organisations import grant_few, make_flow, make_organisation
from tests.support.checks import run_open_checks
from tests.support.mesh_post import NUMBERS, PEOPLE, listed
from tests.support.mesh_sandbox import OTHER, WORKFLOW


@pytest.fixture
def opted_out(transactional_db):
    for number in PEOPLE[:2]:
        PreferenceFactory(person__nhs_number=number)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_list_comes_back_without_those_who_opted_out_in_its_own_line_ending(post, flow, opted_out, ending):
    sent = listed(NUMBERS, ending) + f"9990000000,{ending}".encode()
    receipt, said, (result,) = post.answer_to(sent, local_id="list: 7", filename="a:b.dat")
    assert result.content == listed(NUMBERS[2:], ending)
    assert (receipt.subject, result.subject) == ("SUCCESS", "RESULT")
    assert {receipt.local_id, result.local_id} == {"list: 7"}
    assert {receipt.workflow, result.workflow} == {WORKFLOW}
    assert result.checksum == f"sha256:{hashlib.sha256(result.content).hexdigest()}"
    assert (said["outcome"], said["data_flow"], said["file_name"]) == ("success", "Asthma study", "a:b.dat")
    assert {stage["outcome"] for stage in said["stages"]} == {"passed"}
    assert said["lines_not_checked"]["total"] == 1
    (odd,) = said["lines_not_checked"]["first"]
    assert (odd["line"], odd["class"], odd["value"]) == ("13", "invalid", "*******000")
    claims = receipts.verify(said["receipt"])
    assert claims["result"]["sha256"] == hashlib.sha256(result.content).hexdigest()
    assert claims["input"]["sha256"] == hashlib.sha256(sent).hexdigest()
    assert {name: claims[name] for name in said["check"]} == said["check"]


def test_when_everybody_opted_out_the_empty_result_comes_too(post, flow, trust):
    grant_few(trust)
    PreferenceFactory(person__nhs_number=PEOPLE[0])
    _, said, (result,) = post.answer_to(listed(NUMBERS[:1]))
    assert result.content == b""
    assert said["check"]["counts"]["removed"] == 1


@pytest.mark.parametrize("text", ["", "weekly: 7 of 9", "Straße – наш список"], ids=["blank", "colon", "other letters"])
def test_odd_names_and_subjects_are_answered_as_any(post, flow, text):
    text = text.encode().decode("latin-1")
    receipt, said, (result,) = post.answer_to(listed(), subject=text, local_id=text, filename=text)
    assert said["outcome"] == "success"
    assert receipt.local_id == result.local_id == text
    assert result.content == listed()


def refusal(post, outcome, content=None, *, stage, **said):
    receipt, answer, others = post.answer_to(listed() if content is None else content, local_id="a 1", **said)
    assert others == []
    assert (receipt.subject, receipt.local_id, receipt.workflow) == ("FAILURE", "a 1", WORKFLOW)
    assert answer["outcome"] == outcome
    assert answer["what_to_do"]
    assert [stage["stage"] for stage in answer["stages"] if stage["outcome"] == "failed"] == [stage]
    return answer


def test_a_mailbox_that_nobody_registered_is_answered(post, flow):
    answer = refusal(post, MeshOutcome.NO_SENDER, stage="sender", sender=OTHER)
    assert "register your mailbox" in answer["what_to_do"]
    assert not Check.objects.exists()


def test_another_workflow_is_answered_with_the_right_one(post, flow):
    answer = refusal(post, MeshOutcome.WRONG_WORKFLOW, stage="workflow", workflow_id="DOCTORS_NOTES")
    assert WORKFLOW in answer["what_to_do"]


def test_a_suspended_organisation_is_answered(post, flow, trust):
    trust.suspended_at = now()
    trust.save()
    refusal(post, MeshOutcome.SUSPENDED, stage="sender")
    assert not Check.objects.exists()


def test_with_two_data_flows_one_must_be_named_and_the_answer_says_how(post, flow, trust):
    make_flow(trust, name="Bed planning")
    answer = refusal(post, MeshOutcome.NO_FLOW, stage="data_flow", subject="weekly")
    assert answer["data_flows"] == ["Asthma study", "Bed planning"]
    _, said, _ = post.answer_to(listed(), subject="bed planning")
    assert said["data_flow"] == "Bed planning"


def test_T28_a_data_flow_of_another_organisation_is_not_known(post, flow, trust):
    make_flow(trust, name="Bed planning")
    make_flow(make_organisation(mesh_mailbox=OTHER), name="Kidney study")
    answer = refusal(post, MeshOutcome.NO_FLOW, stage="data_flow", subject="Kidney study")
    assert answer["data_flows"] == ["Asthma study", "Bed planning"]


def test_an_empty_file_is_answered(post, flow):
    assert refusal(post, MeshOutcome.REFUSED, b"", stage="file")["problem"] == CheckProblem.EMPTY


def test_a_file_of_nothing_but_bad_numbers_is_answered(post, flow):
    answer = refusal(post, MeshOutcome.REFUSED, b"999 000 0000,\r\n" * 20, stage="file")
    assert answer["problem"] in (CheckProblem.NO_NUMBERS, CheckProblem.TOO_FEW)


def test_a_file_that_is_no_text_is_answered(post, flow):
    assert refusal(post, MeshOutcome.REFUSED, b"\x1f\x8b\x00\x00" * 50, stage="file")["problem"] == "not_text"


def test_a_file_that_is_too_large_is_answered_and_not_kept(post, flow, settings):
    settings.API_FILE_MAX_BYTES = 50
    assert refusal(post, MeshOutcome.REFUSED, stage="file")["problem"] == CheckProblem.TOO_LARGE
    assert list(settings.CHECKS_DIR.glob("??/*")) == []


def test_a_suspension_between_receipt_and_result_keeps_the_result(post, flow, trust, mesh):
    mesh.send(listed())
    post.mailbox.plan("send", "pass", "not sent")
    post.settle()
    trust.suspended_at = now()
    trust.save()
    post.round()
    first, second = mesh.inbox()
    assert (first.subject, second.subject) == ("SUCCESS", "FAILURE")
    message = MeshMessage.objects.get()
    assert (message.state, message.outcome) == (MeshState.ANSWERED, MeshOutcome.SUSPENDED)
    assert (message.receipt_message_id, message.result_message_id) == (first.message_id, second.message_id)


def test_a_result_that_expired_before_it_could_be_sent_is_not_sent(post, flow, mesh, settings, database_clock):
    mesh.send(listed())
    post.round()
    run_open_checks()
    database_clock.move(settings.RESULT_VALID)
    post.round()
    (receipt,) = mesh.inbox()
    assert json.loads(receipt.content)["problem"] == CheckProblem.TOO_LATE


def test_a_result_that_was_lost_is_said_to_be(post, flow, mesh):
    mesh.send(listed())
    post.round()
    run_open_checks()
    check_store.destroy(Check.objects.get().result_name)
    post.round()
    first, second = mesh.inbox()
    assert (first.subject, second.subject) == ("SUCCESS", "FAILURE")
    assert json.loads(second.content)["problem"] == CheckProblem.GAVE_UP
