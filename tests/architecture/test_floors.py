"""No floor reaches up, in whatever way; there is no list of exceptions."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.floors import may_use, upward_imports, upward_lookups, upward_names, upward_relations
from tests.architecture.sources import FLOORS, planted


def test_no_import_reaches_up():
    assert upward_imports() == []


def test_no_relation_points_up():
    assert upward_relations(apps.get_models(include_auto_created=True)) == []


def test_no_lookup_reaches_up_through_a_reverse_relation():
    assert upward_lookups(upward_names(apps.get_models(include_auto_created=True))) == []


def test_the_floors_are_those_of_the_picture():
    assert not may_use("satisfaction", "profitability")
    assert not may_use("profitability", "satisfaction")
    assert all(may_use("coordination", app) for app in FLOORS)
    assert not any(may_use("crm", app) for app in FLOORS if app != "crm")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("crm/x.py", "import owners\n"),
        ("crm/x.py", "import owners.people.models as people\n"),
        ("owners/x.py", "from service_desk.cases import services\n"),
        ("owners/x.py", "def f():\n    from coordination import routes\n"),
        (
            "owners/x.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import satisfaction.events\n",
        ),
        ("crm/x.py", "try:\n    import satisfaction\nexcept ImportError:\n    pass\n"),
        ("crm/x.py", "from importlib import import_module\nimport_module('coordination.routes')\n"),
        ("crm/x.py", "import importlib\nimportlib.import_module(f'coordination.{name}')\n"),
        ("crm/x.py", "__import__('owners')\n"),
        (
            "crm/x.py",
            "from django.utils.module_loading import import_string\nimport_string('owners.access.may')\n",
        ),
        ("owners/x.py", "from django.apps import apps\nCase = apps.get_model('service_desk.Case')\n"),
        ("owners/x.py", "from django.apps import apps\nCase = apps.get_model('service_desk', 'Case')\n"),
        ("satisfaction/x.py", "from profitability.services import assess\n"),
        ("profitability/a/b.py", "from satisfaction import events\n"),
        ("owners/models.py", "from django.db import models\nf = models.ForeignKey('service_desk.Case', 1)\n"),
        (
            "owners/models.py",
            "from django.db import models\nf = models.ManyToManyField(to='coordination.Policy')\n",
        ),
        (
            "owners/migrations/0001.py",
            "from django.db import models\nf = models.ForeignKey(to='service_desk.case')\n",
        ),
    ],
)
def test_control_a_planted_import_is_found(path, text, tmp_path):
    assert upward_imports(planted(tmp_path, path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("coordination/x.py", "from profitability.services import assess\nimport satisfaction\n"),
        ("owners/people/x.py", "from . import rules\nfrom ..homes import models\nfrom crm import clock\n"),
        ("crm/urls.py", "from django.urls import include\ninclude('owners.urls')\n"),
    ],
)
def test_control_what_is_allowed_is_not_found(path, text, tmp_path):
    assert upward_imports(planted(tmp_path, path, text)) == []


def test_control_a_planted_relation_is_found():
    with isolate_apps("owners", "service_desk"):

        class Upper(models.Model):
            class Meta:
                app_label = "service_desk"

        class Lower(models.Model):
            upper = models.ForeignKey(Upper, models.CASCADE)
            several = models.ManyToManyField(Upper)

            class Meta:
                app_label = "owners"

    Upper.__module__, Lower.__module__ = "service_desk.models", "owners.models"
    assert len(upward_relations([Upper, Lower])) == 2
    Upper.__module__ = "crm.x.models"
    assert upward_relations([Upper, Lower]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Owner.objects.filter(visitcards__status='open')\n",
        "Owner.objects.values('home__visitcards__number')\n",
        "Owner.objects.order_by('-visitcards')\n",
        "Owner.objects.annotate(n=Count('visitcards'))\n",
        "Q(visitcards__isnull=False)\n",
        "owner.visitcards.count()\n",
    ],
)
def test_control_a_planted_reverse_lookup_is_found(text, tmp_path):
    names = {"owners": {"visitcards": "service_desk"}}
    assert upward_lookups(names, planted(tmp_path, "owners/selectors.py", text))


def test_control_the_reverse_names_of_a_higher_floor_are_known():
    with isolate_apps("owners", "service_desk"):

        class Below(models.Model):
            class Meta:
                app_label = "owners"

        class Above(models.Model):
            below = models.ForeignKey(Below, models.CASCADE, related_name="visitcards")

            class Meta:
                app_label = "service_desk"

    Below.__module__, Above.__module__ = "owners.models", "service_desk.models"
    names = upward_names([Below, Above])
    assert names["owners"] == {"visitcards": "service_desk"}
    assert names["service_desk"] == {}
