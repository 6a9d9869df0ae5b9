"""From a list to a result that holds nobody who is opted out."""


import pytest

from registry.models import Status, WorkState
from tests.support.lists import ask, list_of, numbers, opt_out, result_of, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path
    return tmp_path


def test_run_releases_everyone_but_the_opted_out_in_the_order_they_came():
    people = numbers(20)
    for digits in people[3:6]:
        opt_out(digits)
    opt_out(people[7], Status.ALLOWED)
    check = run(ask(list_of(people)))
    assert result_of(check) == list_of(people[:3] + people[6:])
    assert (check.state, check.kept, check.removed, check.lines) == (WorkState.DONE, 17, 3, 20)
