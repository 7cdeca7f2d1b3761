"""Logs without personal data and secrets: a filter and a formatter that blot out what looks like one.

They are the last fence, not the first: nothing personal should be logged at all. A formatter is needed too,
because the text of an exception comes to the line after every filter has run.
"""

import logging
import re

PATTERNS = [
    (
        re.compile(
            r"(?i)\b(bearer|token|key|password|secret|sessionid|csrftoken)(['\"]?\s*[=:]\s*['\"]?|\s+)[^\s'\",;&]{6,}"
        ),
        r"\1\2…",
    ),
    (re.compile(r"\bds_[A-Za-z0-9_-]{8,}"), "ds_…"),
    # the secret in the links that people have; a route with a new one fails a test until it stands here
    (re.compile(r"/(q|my|follow|times|portal|link)/[^\s/?'\"]{8,}"), r"/\1/…"),
    (re.compile(r"/visits/[^\s/?'\"]{20,}"), "/visits/…"),
    # PostgreSQL repeats the row, the statement or the value that it could not take
    (
        re.compile(r"(?s)\bDETAIL:.*?(?=\n(?:CONTEXT:|HINT:|The above|During handling|Traceback )|\Z)"),
        "DETAIL: …",
    ),
    (re.compile(r"\bLINE \d+:.*"), "LINE …"),
    (re.compile(r"(?s)(invalid input (?:syntax|value) for [\w ]+: )\".*?\"(?=\n|\Z)"), r"\1…"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)"), "[identity]"),
    (re.compile(r"(?<![\dA-Za-z])[A-Z][12]\d{8}(?!\d)"), "[identity]"),
    (re.compile(r"(?<!\d)(?:\+?86[\s-]?|0086)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"), "[phone]"),
    (re.compile(r"(?<!\d)\+?(?:886|358|852)[\s-]?\d{1,3}[\s-]?\d{3}[\s-]?\d{3,4}(?!\d)"), "[phone]"),
    (re.compile(r"(?<!\d)09\d{2}[\s-]?\d{3}[\s-]?\d{3}(?!\d)"), "[phone]"),
]


def scrubbed(text: str) -> str:
    """The text with phone and identity numbers, addresses of mail, tokens and passwords blotted out."""
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


class Scrub(logging.Filter):
    """Blots out the finished message of each record."""

    def filter(self, record):
        record.msg, record.args = scrubbed(record.getMessage()), None
        return True


class ScrubbingFormatter(logging.Formatter):
    """Blots out the whole line, exceptions included."""

    def format(self, record):
        return scrubbed(super().format(record))
