"""Which data flow a file by MESH is for, and what its receipt says."""

import json

import pytest

from registry.actions.mesh.flows import flow_meant, spoken
from registry.actions.mesh.later import FIRST_SECONDS, LONGEST_SECONDS, Later
from registry.correspondence.mesh_receipts import MeshReceipt, mesh_receipt
from registry.gateways.mesh import MeshUnavailable
from registry.models import CheckProblem, DataFlow, MeshOutcome

ASTHMA, BEDS = DataFlow(name="Asthma study"), DataFlow(name="Bed planning: north")
FLOWS = [ASTHMA, BEDS]


@pytest.mark.parametrize(
    ("said", "flow"),
    [
        ({"subject": "Asthma study"}, ASTHMA),
        ({"subject": " asthma-STUDY "}, ASTHMA),
        ({"subject": "Bed planning: north"}, BEDS),
        ({"file_name": "asthma_study__week 7.dat"}, ASTHMA),
        ({"local_id": "Asthma-study__0007"}, ASTHMA),
        ({"subject": "Asthma study", "file_name": "bed_planning:_north__1.dat"}, ASTHMA),
        ({"subject": "week 7", "file_name": "bed_planning:_north__1.dat", "local_id": "asthma study__1"}, BEDS),
        ({"file_name": "asthma study.dat"}, None),
        ({"subject": "asthma"}, None),
        ({"subject": "", "file_name": "__", "local_id": "__"}, None),
        ({}, None),
    ],
)
def test_a_flow_is_named_by_the_subject_else_the_file_name_else_the_local_id(said, flow):
    assert flow_meant(FLOWS, **said) is flow


def test_the_only_flow_need_not_be_named_and_no_flow_cannot_be():
    assert flow_meant([BEDS], subject="whatever") is BEDS
    assert flow_meant([], subject="Asthma study") is None


def test_of_two_names_that_look_alike_only_the_exact_one_is_meant():
    alike = [ASTHMA, DataFlow(name="asthma-study")]
    assert flow_meant(alike, subject="asthma-study") is alike[1]
    assert flow_meant(alike, subject="ASTHMA STUDY") is None


@pytest.mark.parametrize("text", ["Asthma", "Straße", "Список", ""])
def test_a_header_is_read_as_its_writer_meant_it(text):
    assert spoken(text.encode().decode("latin-1")) == text


def test_a_header_that_is_no_utf_8_stays_as_it_came():
    assert spoken("Stra\xdfe") == "Straße"
    assert spoken("Список") == "Список"


def receipt(outcome, problem=""):
    known = {"message_id": "M1", "received_at": "2026-11-22T10:00:00+00:00", "workflow": "SPINE_NTT_UPHOLDING"}
    return json.loads(mesh_receipt(MeshReceipt(outcome=outcome, problem=problem, explanation="Why", **known)))


@pytest.mark.parametrize("outcome", [outcome for outcome in MeshOutcome if outcome != MeshOutcome.SUCCESS])
def test_a_receipt_stops_at_one_stage_and_says_what_to_do(outcome):
    said = receipt(outcome)
    stages = [stage["outcome"] for stage in said["stages"]]
    at = stages.index("failed")
    assert stages == ["passed"] * at + ["failed"] + ["not_reached"] * (4 - at)
    assert said["what_to_do"].endswith(".")
    assert "{" not in said["what_to_do"]


@pytest.mark.parametrize("problem", CheckProblem)
def test_a_receipt_has_advice_for_every_problem_of_a_check(problem):
    said = receipt(MeshOutcome.REFUSED, problem)
    assert said["problem"] == problem
    assert said["what_to_do"].endswith(".")


def test_a_receipt_of_a_success_passed_every_stage():
    assert {stage["outcome"] for stage in receipt(MeshOutcome.SUCCESS)["stages"]} == {"passed"}


def test_what_fails_is_put_off_for_longer_each_time(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("registry.actions.mesh.later.time.monotonic", lambda: clock[0])
    later, pauses = Later(), []
    for _ in range(12):
        later.failed("it", MeshUnavailable("away"))
        assert not later.is_due("it")
        began = clock[0]
        while not later.is_due("it"):
            clock[0] += 1.0
        pauses.append(clock[0] - began)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (FIRST_SECONDS, LONGEST_SECONDS)
    assert later.is_due("another")
    later.done("it")
    assert later.is_due("it")
    assert later.failures("it") == 0
