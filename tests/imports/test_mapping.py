"""Mapping files: what they may say, what they must say, which one fits."""

import json

import pytest

from crm.errors import Refused
from crm.imports.mapping import Reader, mapping_at, mapping_named, missing, parse, parse_text, shipped
from crm.imports.services import best_mapping
from crm.imports.tables import Row

OWNERS = {"kind": "owners", "source": "s", "fields": {"name": {"column": ["name", "姓名"], "required": True}}}


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_mapping_is_titled_in_four_languages(name):
    assert set(shipped()[name].title) == {"en", "zh-hans", "zh-hant", "fi"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"fieldz": {}}, "fieldz"),
        ({"fields": {"name": {"colum": "x"}}}, "colum"),
        ({"fields": {"name": {"column": "x", "as": "datte"}}}, "datte"),
        ({"source": ""}, "source"),
        ({"source": "x" * 21}, "source"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named(change, word):
    with pytest.raises(Refused, match=word):
        parse("m", OWNERS | change)


@pytest.mark.parametrize("text", ["{", "[]", '"x"'])
def test_a_mapping_that_is_no_json_object_is_refused(text):
    with pytest.raises(Refused):
        parse_text("m", text)


@pytest.mark.parametrize(
    "change",
    [
        {"fields": [1]},
        {"fields": {"name": 1}},
        {"fields": {"name": {"column": 5}}},
        {"fields": {"name": {"column": [5]}}},
        {"fields": {"name": {"columns": "x"}}},
        {"fields": {"name": {"column": "x", "as": ["text"]}}},
        {"source": 5},
        {"extends": "nobody"},
        {"header_rows": "2"},
        {"header_rows": 0},
        {"refuse": [{}]},
        {"facts": ["x"]},
    ],
)
def test_a_mapping_file_of_another_shape_is_refused(change):
    with pytest.raises(Refused):
        parse_text("m", json.dumps(OWNERS | change))


def test_a_mapping_file_nested_beyond_reading_is_refused():
    with pytest.raises(Refused):
        parse_text("m", "[" * 100_000)


def test_a_shipped_mapping_is_of_the_shape_that_is_asked_for():
    for mapping in shipped().values():
        assert parse_text(mapping.name, json.dumps(mapping.as_json())).fields == mapping.fields


def test_a_mapping_file_of_ones_own_is_read_by_its_path(tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps(OWNERS))
    assert mapping_at(str(tmp_path / "mine.json")).kind == "owners"


def test_an_unknown_mapping_is_refused_with_the_names_of_the_known():
    with pytest.raises(Refused, match="registered-sales-taiwan"):
        mapping_named("nothing")


def test_a_column_is_known_by_any_of_its_names_whatever_its_case():
    mapping = parse("m", OWNERS)
    assert missing(mapping, ("姓名",)) == missing(mapping, ("NAME",)) == []
    assert missing(mapping, ("nimi",)) == ["name"]


def read_one(fields, cells, columns=("a", "b"), **options):
    mapping = parse("m", {"kind": "owners", "source": "s", "fields": fields} | options)
    return Reader(mapping, columns).read(Row(2, cells))


def test_constants_values_prefixes_and_joined_columns():
    fields = {
        "kind": {"constant": "person"},
        "gender": {"column": "a", "values": {"男": "male"}, "otherwise": "other"},
        "words": {"columns": ["a", "b"], "join": " / "},
        "name": {"column": "b", "prefix": "买方 "},
    }
    assert read_one(fields, ("男", "陈")).values == {
        "kind": "person", "gender": "male", "words": "男 / 陈", "name": "买方 陈",
    }  # fmt: skip
    assert read_one(fields, ("x", "陈")).values["gender"] == "other"


def test_what_is_needed_and_empty_is_named_by_its_field():
    reading = read_one({"name": {"column": "a", "required": True}}, (" ", "1"))
    assert reading.wrong == {"name": "This is needed and empty."}


def test_a_cell_that_cannot_be_converted_is_named_and_the_others_are_read():
    reading = read_one(
        {"d": {"column": "a", "as": "date"}, "n": {"column": "b", "as": "number"}}, ("soon", "5")
    )
    assert list(reading.wrong) == ["d"]
    assert reading.values["n"] == 5


def test_a_mapping_may_refuse_rows_with_its_reason():
    refuse = [{"column": "a", "in": ["land"], "because": {"en": "no home"}}]
    reading = read_one({"n": {"column": "b"}}, ("land", "1"), refuse=refuse)
    assert reading.wrong == {"a": "no home"}


def test_the_mapping_is_guessed_by_the_headings_in_any_language():
    assert best_mapping("owners", "姓名,手机号\n陈,13800000001\n".encode(), "x.csv").name == "owners"
    assert best_mapping("owners", "nimi;puhelin\nMäkelä;0401234567\n".encode(), "x.csv").name == "owners"
    assert best_mapping("owners", b"colour,size\nred,1\n", "x.csv") is None


def test_of_two_that_fit_the_one_that_reads_the_dates_is_guessed():
    columns = "case_enquiry_id,open_dt,closed_dt,case_title,subject,reason,type,location"
    rows = "1,21/01/2022 13:47:00,,a,b,c,d,e\n2,03/01/2022 10:00:00,,a,b,c,d,e\n"
    assert best_mapping("cases", f"{columns}\n{rows}".encode(), "x.csv").name == "city-requests-boston-dmy"
