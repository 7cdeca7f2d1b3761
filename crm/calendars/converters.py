"""A date in an address: /calendars/CN/days/2026-05-01"""

from datetime import date


class DateInAddress:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
