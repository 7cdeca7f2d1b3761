"""Days and moments: what a browser's picker reads, whoever looks at it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation

from crm.web.dates import day_field, moment_field

HANGZHOU = ZoneInfo("Asia/Shanghai")


class Ask(forms.Form):
    on = day_field("On")
    at = moment_field("At")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_a_day_and_a_moment_stand_in_the_picker_in_every_language(language):
    given = {"on": date(2026, 11, 2), "at": datetime(2026, 11, 2, 9, 5, tzinfo=HANGZHOU)}
    with translation.override(language), timezone.override(HANGZHOU):
        page = str(Ask(initial=given))
    assert 'type="date"' in page and 'value="2026-11-02"' in page
    assert 'type="datetime-local"' in page and 'value="2026-11-02T09:05"' in page


def test_what_the_picker_sends_is_read_back_in_the_reader_s_zone():
    with timezone.override(HANGZHOU):
        form = Ask({"on": "2026-11-02", "at": "2026-11-02T09:05"})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 11, 2, 9, 5, tzinfo=HANGZHOU)


def test_control_a_plain_picker_loses_its_day_in_chinese():
    with translation.override("zh-hans"):
        plain = forms.DateInput(attrs={"type": "date"}).render("on", date(2026, 11, 2))
    assert "2026-11-02" not in plain
