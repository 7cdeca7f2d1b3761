"""Every form of a case's page, and of the rooms around it, in which one writes keeps what was written."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "service_desk" / "templates" / "desk"
FORM = re.compile(r"<form\b[^>]*\bdata-no-draft\b[^>]*>.*?</form>", re.S)
WRITING = re.compile(r"<textarea|<input[^>]*\bname=\"(?:because|words|said|outcome|body)\"")
KEPT_BY_THE_SERVER = {
    "sheets/agreement.html": "comes back with its fields filled in; a draft of somebody's signature is not kept",
}


def losing(html: str) -> bool:
    return any(
        WRITING.search(form[0]) and 'type="hidden"' not in WRITING.search(form[0])[0]
        for form in FORM.finditer(html)
    )


@pytest.mark.parametrize(
    "room", ["", "crisis", "groups", "dossier", "sheets", "promises", "rating", "handingover"]
)
def test_no_form_with_words_in_it_is_left_out_of_the_drafts(room):
    found = [
        str(path.relative_to(TEMPLATES))
        for path in (TEMPLATES / room).glob("*.html")
        if losing(path.read_text())
    ]
    assert [name for name in found if name not in KEPT_BY_THE_SERVER] == []


def test_control_such_a_form_is_found():
    assert losing('<form method="post" data-no-draft><textarea name="x"></textarea></form>')
    assert losing('<form data-no-draft class="y"><input class="form-control" name="because"></form>')
    assert not losing('<form data-no-draft><input type="hidden" name="because" value="x"></form>')
    assert not losing('<form method="post"><textarea name="x"></textarea></form>')
