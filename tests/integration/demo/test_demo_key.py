import json
import shlex
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from registry.actions.demo_keys import example_call
from registry.models import ApiKey

pytestmark = pytest.mark.django_db


def test_the_printed_line_works_and_a_second_seed_changes_nothing(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("seed_demo")
    call_command("seed_demo")
    assert ApiKey.objects.count() == 1
    words = shlex.split(example_call())
    headers = dict(words[place + 1].split(": ") for place, word in enumerate(words) if word == "-H")
    sent = words[words.index("-d") + 1]
    answer = Client().post(urlsplit(words[-1]).path, sent, headers["Content-Type"], headers=headers)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert 0 < len(body["released"]) < len(json.loads(sent)["numbers"])
