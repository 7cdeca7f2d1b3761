"""What a person typed comes back with every refusal: in the form where the form is there, else below the page."""

import re

from django.template.loader import render_to_string
from django.utils.html import escape

NEVER = re.compile(
    r"csrf|password|secret|^(version|seen|next|old|instead_of|parameters|ticket|tray|signature)$"
)
# An option's value, a number, a day, an address of ours, an identifier, a tree as JSON: chosen, not typed.
CHOSEN = re.compile(r"[!-~]{0,12}|[\d:.TZ+-]{1,32}|[0-9a-f-]{32,36}|/[!-~]*|[\[{].*", re.DOTALL)
END = b"</main>"
LONGEST = 2_000_000  # bytes of a page that is looked through


def typed(request) -> list[tuple[str, str]]:
    """What was typed into the form that was sent: every field, every line of a list."""
    return [
        (name, text.strip())
        for name, texts in request.POST.lists()
        for text in texts
        if text.strip() and not NEVER.search(name) and not CHOSEN.fullmatch(text.strip())
    ]


def brought_back(request, response):
    """The refused form's page, with what was typed and does not stand in it below; any other answer as it is."""
    if request.method != "POST" or response.status_code not in (409, 422) or response.streaming:
        return response
    if "html" not in response.get("Content-Type", "") or len(response.content) > LONGEST:
        return response
    before, end, after = response.content.rpartition(END)
    if not end:
        return response  # a part of a page, whose form keeps its own text
    there = _one_line(response.content.decode())
    lost = [(name, text) for name, text in typed(request) if _one_line(escape(text)) not in there]
    if lost:
        section = render_to_string("web/components/kept.html", {"kept": lost})
        response.content = before + section.encode() + end + after
    return response


def _one_line(text: str) -> str:
    """Browsers send a line's end otherwise than it was shown."""
    return text.replace("\r\n", "\n")
