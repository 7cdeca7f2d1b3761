"""How long a text message is, and when the night is over."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm.messages import quiet
from crm.messages.segments import length_of


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", "gsm7", 0, 0),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("Huomenta, Äijä!", "gsm7", 15, 1),
        ("漏" * 70, "ucs2", 70, 1),
        ("漏" * 71, "ucs2", 71, 2),
        ("漏" * 134, "ucs2", 134, 2),
        ("漏" * 135, "ucs2", 135, 3),
        ("ç", "ucs2", 1, 1),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 67, "ucs2", 134, 3),  # 33 whole ones in each part: none is torn
        ("a" * 152 + "€" + "b" * 152, "gsm7", 306, 3),  # the escape does not stay behind alone
    ],
)
def test_a_text_is_counted_as_telephones_count(text, alphabet, units, segments):
    found = length_of(text)
    assert (found.alphabet, found.units, found.segments) == (alphabet, units, segments)


NIGHT = {"since": time(21), "until": time(8)}
HELSINKI = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-02T20:59", None),
        ("2026-03-02T21:00", "2026-03-03T08:00"),
        ("2026-03-03T07:59", "2026-03-03T08:00"),
        ("2026-03-03T08:00", None),
        ("2026-03-28T23:00", "2026-03-29T08:00"),  # the clock is put forward this night
        ("2026-10-24T23:00", "2026-10-25T08:00"),  # and back this one
    ],
)
def test_the_night_ends_in_the_morning_of_the_wall_clock(now, end):
    found = quiet.ends(datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(HELSINKI)), zone=HELSINKI, **NIGHT)
    assert found == (datetime.fromisoformat(end).replace(tzinfo=ZoneInfo(HELSINKI)) if end else None)


def test_hours_within_a_day_and_none_at_all():
    noon = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo(HELSINKI))
    rest = quiet.ends(noon, zone=HELSINKI, since=time(12), until=time(14))
    assert rest == noon.replace(hour=14)
    assert quiet.ends(noon, zone=HELSINKI, since=time(0), until=time(0)) is None
