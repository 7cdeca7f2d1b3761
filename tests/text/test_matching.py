"""Search over stored texts: complete against LIKE, by either way of asking."""

import importlib
import random

import pytest
from django.db import connection, models

from crm.reading import worded
from crm.text import capped_count, matching, matching_words, normalise, search_document, shares, tokens
from crm.text.indexes import BigramIndex, StemIndex
from tests.text.rows import texts

matching_module = importlib.import_module("crm.text.matching")  # the package has a function of this name
sought_module = importlib.import_module("crm.text.sought")
pytestmark = pytest.mark.django_db
NUMBER = 1_500


class Said(models.Model):
    """A table of this test alone."""

    search_text = models.TextField()

    class Meta:
        app_label = "text_tests"
        indexes = [
            BigramIndex("search_text", name="said_words"),
            StemIndex("search_text", "english", name="said_en"),
        ]


@pytest.fixture
def said(db):
    with connection.schema_editor() as editor:
        editor.create_model(Said)
    Said.objects.bulk_create(Said(search_text=search_document(text)) for text in texts(NUMBER))
    return texts(NUMBER)


@pytest.fixture(params=["by index", "by walking"])
def way(request, monkeypatch):
    """Both ways of asking must give the same rows."""
    for module in (matching_module, sought_module):
        monkeypatch.setattr(module, "is_frequent", lambda *_: request.param == "by walking")
    return request.param


def like(part: str) -> set:
    plain = normalise(part)
    return {row.pk for row in Said.objects.all() if plain in row.search_text}


def ids(queryset) -> set:
    return set(queryset.values_list("pk", flat=True))


def test_any_part_of_two_or_more_characters_finds_every_text_that_holds_it(said, way):
    chance = random.Random(3)  # noqa: S311
    for _ in range(150):
        text = chance.choice(said)
        if len(text) < 2:
            continue
        start = chance.randrange(len(text) - 1)
        part = text[start : start + chance.randint(2, 12)]
        found = ids(matching(Said.objects.all(), "search_text", part))
        assert like(part) <= found, part
        if " " not in normalise(part):
            assert like(part) == found, part


def test_one_character_finds_every_text_that_holds_it(said, way):
    for character in "漏水来a1。%_\\'":
        assert ids(matching(Said.objects.all(), "search_text", character)) == like(character), character


@pytest.mark.parametrize(
    ("asked", "written"), [("电梯", "電梯"), ("電梯", "电梯"), ("着急", "著急"), ("abc", "ＡＢＣ")]
)
def test_either_script_finds_the_other(said, way, asked, written):
    found = ids(matching(Said.objects.all(), "search_text", asked))
    assert found
    assert found == ids(matching(Said.objects.all(), "search_text", written))


def test_words_may_stand_anywhere(said, way):
    found = ids(matching(Said.objects.all(), "search_text", "漏水 电梯"))
    assert found == like("漏水") & like("电梯")
    assert found


def test_signs_of_like_and_of_queries_are_taken_as_they_are(said, way):
    for sign in ("%off", "_x", "a\\b", "O'Neil", "3-2-1201", "|&!():*", "''", "\\"):
        assert ids(matching(Said.objects.all(), "search_text", sign)) == like(sign), sign


def test_an_empty_query_asks_for_nothing_special(said, way):
    assert matching(Said.objects.all(), "search_text", "  ").count() == NUMBER


def test_the_scope_stays(said, way):
    few = Said.objects.filter(pk__lte=Said.objects.order_by("pk")[100].pk)
    assert ids(matching(few, "search_text", "漏水")) == like("漏水") & ids(few)


def test_the_database_makes_the_same_tokens(said):
    with connection.cursor() as cursor:
        for text in said[:200]:
            cursor.execute("SELECT tsvector_to_array(text_bigrams(%s))", [normalise(text)])
            assert sorted(cursor.fetchone()[0] or []) == tokens(text), text


@pytest.mark.parametrize("statistics", ["known", "unknown"])
def test_a_statement_worded_beforehand_finds_the_same_rows(said, way, statistics, monkeypatch):
    if statistics == "known":  # then only the rarest pairs of a word are looked up
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Said._meta.db_table}")
    monkeypatch.setattr(shares, "_kept", {})
    chance = random.Random(7)  # noqa: S311
    longer = (
        text[start : start + 7]
        for text in said[:60]
        if len(text) > 1
        for start in [chance.randrange(len(text) - 1)]
    )
    for query in ("漏水", "烟感报警器", "漏水 电梯", "漏水 a1", "。", "O'Neil", "leaks", "katot", *longer):
        asked = sought_module.sought(Said, "search_text", query, endings=True)
        if asked is None:
            continue
        found = set()
        for condition in sought_module.ways(asked.shape, "search_text"):
            rows = worded(Said.objects.filter(condition).values_list("pk")).rows(asked.given)
            found |= {key for (key,) in rows}
        assert found == ids(matching_words(Said.objects.all(), "search_text", query)), query
        assert found >= like(query) or " " in query.strip(), query


def test_the_index_serves_the_rare_word(said):
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Said._meta.db_table}")
        cursor.execute("SET LOCAL enable_seqscan = off")
    rare = matching_module._by_index(Said.objects.all(), "search_text", ["烟感报警器"])
    assert "said_words" in rare.explain()


def test_a_frequent_word_is_walked_and_a_rare_one_is_not(said):
    frequent = str(matching(Said.objects.all(), "search_text", "漏水").query)
    rare = str(matching(Said.objects.all(), "search_text", "不存在的词").query)
    assert "text_bigrams" not in frequent
    assert "text_bigrams" in rare


def test_without_looking_again_pairs_alone_find_too_much(said):
    """The negative control: all pairs of a word may stand in a text that does not hold the word."""
    Said.objects.create(search_text=normalise("烟感 感报 报警 警器"))
    pairs = [f"'{token}'" for token in tokens("烟感报警器") if len(token) == 2]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {Said._meta.db_table} WHERE text_bigrams(search_text) @@ %s::tsquery",  # noqa: S608
            [" & ".join(pairs)],
        )
        loose = cursor.fetchone()[0]
    assert loose == len(like("烟感报警器")) + 1
    assert matching(Said.objects.all(), "search_text", "烟感报警器").count() == loose - 1


def test_english_endings(said):
    added = Said.objects.create(search_text=search_document("The pipes were leaking badly"))
    assert added.pk not in ids(matching(Said.objects.all(), "search_text", "leaks"))
    assert added.pk in ids(matching_words(Said.objects.all(), "search_text", "leaks", "en"))
    assert added.pk in ids(matching_words(Said.objects.all(), "search_text", "leak pipe", "en"))


def test_finnish_endings(said):
    added = Said.objects.create(search_text=search_document("Keittiössä vuotaa hana"))
    assert added.pk in ids(matching_words(Said.objects.all(), "search_text", "keittiöt hanat", "fi"))


def test_words_in_chinese_have_no_endings(said):
    asked = matching_words(Said.objects.all(), "search_text", "漏水", "zh-hans")
    assert ids(asked) == ids(matching(Said.objects.all(), "search_text", "漏水"))


def test_counts_end_at_their_cap(said):
    assert str(capped_count(Said.objects.all(), 1_000)) == "1000+"
    assert str(capped_count(Said.objects.all(), NUMBER)) == str(NUMBER)
    assert int(capped_count(Said.objects.none())) == 0
    assert "LIMIT 1001" in _sql(lambda: capped_count(Said.objects.all(), 1_000))


def _sql(act) -> str:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        act()
    return asked.captured_queries[0]["sql"]
