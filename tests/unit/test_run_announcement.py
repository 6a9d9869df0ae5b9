from pathlib import Path

from ndop.run.announcement import announcement, spoken, table


def test_table_lines_up_its_columns_under_their_headings():
    rows = [{"name": "Ann", "nhs_number": "999 000 0018"}, {"name": "Bartholomew", "nhs_number": "1"}]

    assert table(rows, with_heading=True).splitlines() == [
        "  Name         NHS number",
        "  Ann          999 000 0018",
        "  Bartholomew  1",
    ]


def test_table_without_rows_says_so():
    assert table([]) == "  none"


def test_spoken_turns_a_key_into_a_heading():
    assert [spoken(key) for key in ("date_of_birth", "nhs_number")] == ["Date of birth", "NHS number"]


def test_announcement_names_every_address_and_every_table():
    text = announcement("http://127.0.0.1:8123", Path("/data"), {"staff": [{"name": "Sam"}], "people": []})

    for expected in (
        "http://127.0.0.1:8123/\n",
        "/demo/post-room/",
        "/staff/",
        "/data/sample-list.csv",
        "/data\n",
        "Staff\n",
        "Sam",
        "Ctrl-C",
    ):
        assert expected in text
