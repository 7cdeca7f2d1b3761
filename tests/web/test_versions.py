"""What a list of versions tells: who, when, why, and what each says otherwise than the one before."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms

from crm.errors import IllegalMove, NotFound, Stale
from crm.versions import SHOWN, Table, earlier, in_words, must_be_newest, versions, why

AT = datetime(2026, 3, 2, tzinfo=UTC)


class Numbers(forms.Form):
    days = forms.IntegerField(label="Days")
    level = forms.ChoiceField(label="Level", choices=[("hot", "Hot"), ("calm", "Calm")])
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "Apples"), ("b", "Birds")])
    offered = forms.BooleanField(label="Offered", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


def row(number, because="", **said):
    return SimpleNamespace(version=number, made_at=AT, made_by="bob", because=because, said=said)


def told(rows, in_force, **options):
    return versions(rows, Table(), in_force=in_force, says=lambda one: one.said, **options)


def changes(version):
    return [(one.what, one.before, one.after) for one in version.changes]


def test_each_version_tells_what_it_changed_and_the_first_changed_nothing():
    rows = [row(3, Days="5", Level="Hot"), row(2, Days="5"), row(1, Days="3", Name="x")]
    newest, middle, first = told(rows, 3)
    assert changes(newest) == [("Level", "", "Hot")]
    assert changes(middle) == [("Days", "3", "5"), ("Name", "x", "")]
    assert (changes(first), first.at, first.by) == ([], AT, "bob")


def test_of_a_long_text_only_the_place_of_the_change_is_told():
    before, after = f"{'a' * 90} old {'z' * 90}", f"{'a' * 90} new {'z' * 90}"
    ((_what, was, now),) = changes(told([row(2, Text=after), row(1, Text=before)], 2)[0])
    assert "old" in was and "new" in now and max(len(was), len(now)) < 40
    assert was.startswith("…") and was.endswith("…")


def test_a_longer_history_is_cut_and_its_last_line_still_tells_a_change():
    rows = [row(number, Days=str(number)) for number in range(SHOWN + 5, 0, -1)]
    found = told(rows, SHOWN + 5)
    assert len(found) == SHOWN and len(changes(found[-1])) == 1


def test_only_what_is_not_in_force_can_come_back_and_the_reasons_kept_elsewhere_are_told():
    newest, first = told([row(2), row(1)], 2, back=lambda number: f"/{number}/", whys={1: "因为"})
    assert (newest.in_force, newest.back, first.in_force, first.back) == (True, "", False, "/1/")
    assert (newest.because, first.because) == ("", "因为")


def test_a_version_is_worded_by_the_labels_of_its_form():
    values = {"days": 3, "level": "hot", "kinds": ["a", "b"], "offered": False, "seen": 7, "unknown": 1}
    said = in_words(Numbers(), values)
    assert (said["Days"], said["Level"], said["Kinds"]) == ("3", "Hot", "Apples, Birds")
    assert said.keys() == {"Days", "Level", "Kinds", "Offered"}


def test_what_is_not_there_what_holds_and_what_somebody_changed_is_refused():
    with pytest.raises(NotFound):
        earlier(None, in_force=False)
    with pytest.raises(IllegalMove):
        earlier(row(2), in_force=True)
    with pytest.raises(Stale):
        must_be_newest(1, 2)
    must_be_newest(None, 2)
    assert earlier(row(1), in_force=False).version == 1


def test_the_reason_names_the_version_and_says_why_where_that_was_said():
    assert "7" in why(7) and why(7, "  ") == why(7)
    assert "7" in why(7, "合同如此") and "合同如此" in why(7, "合同如此")
