"""What `[[name]]` stands for, on pages and on paper."""

from datetime import timedelta

from portal.guidance.library import library
from portal.guidance.surroundings import surroundings
from registry.correspondence.facts import facts
from registry.correspondence.materials import sources


def test_facts_are_those_of_the_settings(settings):
    settings.NDOP_SERVICE_URL = "https://choose.example/"
    settings.NDOP_PHONE = "0300 000 0000"
    settings.NDOP_PHONE_HOURS = "Never"
    settings.MINIMUM_AGE = 14
    settings.CODE_LIFETIME = timedelta(minutes=9)
    settings.PROCESS_WITHIN_DAYS = 15
    settings.RESULT_VALID = timedelta(days=6)
    settings.PAPER_KEPT_MONTHS = 4
    assert dict(facts()) == {
        "site": "choose.example",
        "phone": "0300 000 0000",
        "phone_hours": "Never",
        "minimum_age": "14",
        "code_minutes": "9",
        "process_days": "15",
        "effect_days": "21",
        "result_days": "6",
        "paper_months": "4",
    }


def test_pages_and_materials_name_the_same_facts(monkeypatch):
    assert surroundings(library()).facts == facts()
    monkeypatch.setattr(sources, "facts", lambda: {name: f"<{name}>" for name in facts()})
    read = " ".join(words for slug in ("poster", "letter") for words in sources.all_words(sources.read_source(slug)))
    named = {"site", "phone", "phone_hours", "minimum_age", "effect_days"}
    assert {name for name in named if f"<{name}>" not in read} == set()
