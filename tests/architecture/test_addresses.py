"""No page of a lower floor knows an address or a template of a higher one; a slot is asked instead."""

import pytest

from tests.architecture.addresses import names, upward_addresses, upward_templates
from tests.architecture.sources import planted

KNOWN = {"case": "service_desk", "owner": "owners", "jobs": "crm"}


def test_no_page_names_an_address_of_a_higher_floor():
    known = names()
    assert len(set(known.values()) - {""}) == 6
    assert upward_addresses(known) == []


def test_no_template_uses_a_template_of_a_higher_floor():
    assert upward_templates() == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("owners/templates/owners/x.html", '{% url "case" number %}'),
        ("owners/templates/owners/x.html", "<a href=\"{% url 'case' number as x %}\">"),
        ("crm/web/templates/web/x.html", '{% url "owner" number %}'),
        ("owners/views.py", 'reverse("case", args=[1])\n'),
        ("owners/views.py", 'redirect("case", number=1)\n'),
    ],
)
def test_control_a_planted_address_is_found(path, text, tmp_path):
    assert upward_addresses(KNOWN, planted(tmp_path, path, text))


def test_control_a_planted_template_is_found(tmp_path):
    root = planted(tmp_path, "owners/templates/owners/x.html", '{% include "service_desk/case.html" %}')
    assert upward_templates(root)


def test_control_downwards_is_allowed(tmp_path):
    root = planted(
        tmp_path,
        "service_desk/templates/service_desk/x.html",
        '{% url "owner" n %}{% include "web/x.html" %}',
    )
    assert upward_addresses(KNOWN, root) == upward_templates(root) == []
