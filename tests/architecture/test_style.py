"""The house style, as far as a machine can read it; each rule with a planted breach that must be found."""

import pytest
from django.apps import apps

from tests.architecture import style
from tests.architecture.sources import planted

RULES = [
    style.status_assignments,
    style.managers_in_http,
    style.clocks_read,
    style.pickers_of_ones_own,
    style.save_overrides,
    style.saves_of_everything,
    style.long_functions,
    style.long_modules,
    style.empty_names,
    style.signals,
    style.bare_counts,
    style.services_without_now,
    style.rooms_without_words,
]
LONG = "def f():\n" + "    x = 1\n" * 60
BREACHES = [
    (style.status_assignments, "owners/services.py", "def close(case):\n    case.status = 'closed'\n"),
    (style.status_assignments, "owners/services.py", "case.status, case.at = 'closed', now\n"),
    (style.status_assignments, "owners/services.py", "Case.objects.update(status='closed')\n"),
    (style.status_assignments, "owners/services.py", "setattr(case, 'status', 'closed')\n"),
    (style.status_assignments, "owners/services.py", "Case.objects.bulk_update(rows, ['status'])\n"),
    (style.status_assignments, "owners/services.py", "def remove(case):\n    case.status = 'closed'\n"),
    (style.managers_in_http, "owners/views.py", "def v(request):\n    return Owner.objects.all()\n"),
    (style.managers_in_http, "owners/people/api.py", "Owner._default_manager.get(pk=1)\n"),
    (style.managers_in_http, "owners/views/people.py", "Owner.objects.get(pk=1)\n"),
    (style.clocks_read, "owners/services.py", "from django.utils import timezone\ntimezone.now()\n"),
    (style.clocks_read, "owners/services.py", "from datetime import datetime\ndatetime.now()\n"),
    (style.clocks_read, "owners/models.py", "at = models.DateTimeField(default=timezone.now)\n"),
    (style.clocks_read, "owners/services.py", "import datetime\ndatetime.date.today()\n"),
    (style.clocks_read, "owners/services.py", "timezone.localdate()\n"),
    (style.pickers_of_ones_own, "owners/forms.py", "on = forms.DateField(widget=forms.DateInput())\n"),
    (style.save_overrides, "owners/models.py", "class O(models.Model):\n    def save(self):\n        pass\n"),
    (style.saves_of_everything, "owners/services.py", "owner.save()\n"),
    (style.long_functions, "owners/services.py", LONG),
    (
        style.long_functions,
        "owners/services.py",
        "class C:\n    async def f(self):\n" + "        x = 1\n" * 60,
    ),
    (style.long_modules, "owners/services.py", "x = 1\n" * 400),
    (style.empty_names, "owners/utils.py", ""),
    (style.empty_names, "owners/helpers/dates.py", ""),
    (style.signals, "owners/apps.py", "from django.db.models.signals import post_save\n"),
    (style.bare_counts, "tests/test_x.py", "def test(self):\n    self.assertNumQueries(3)\n    f()\n"),
    (
        style.bare_counts,
        "tests/test_x.py",
        "def test(django_assert_num_queries):\n    django_assert_num_queries(3)\n",
    ),
    (
        style.services_without_now,
        "owners/services.py",
        "def add(actor, *, name):\n    Owner.objects.create(name=name)\n",
    ),
    (style.services_without_now, "owners/services.py", "def add(actor, *, now=None):\n    owner.save()\n"),
    (style.rooms_without_words, "owners/people/services.py", ""),
]
ALLOWED = [
    (
        style.status_assignments,
        "owners/services.py",
        "def _move(row, to):\n    row.status = to\n    row.save()\n",
    ),
    (style.status_assignments, "owners/services.py", "if case.status == 'closed':\n    pass\n"),
    (style.clocks_read, "owners/services.py", "def f(now):\n    return now.date()\n"),
    (style.clocks_read, "owners/views.py", "timezone.localtime(value)\n"),
    (style.clocks_read, "crm/clock.py", "from datetime import datetime\ndatetime.now()\n"),
    (style.pickers_of_ones_own, "crm/web/dates.py", "forms.DateInput()\n"),
    (style.saves_of_everything, "owners/services.py", "owner.save(update_fields=['name'])\n"),
    (
        style.bare_counts,
        "tests/test_x.py",
        "def test(self):\n    with self.assertNumQueries(3):\n        f()\n",
    ),
    (style.bare_counts, "tests/test_x.py", "def test(self):\n    self.assertNumQueries(3, f)\n"),
    (style.services_without_now, "owners/services.py", "def add(actor, *, name, now):\n    owner.save()\n"),
    (style.long_functions, "owners/services.py", LONG.replace("    x = 1\n", "", 5)),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    options = {"elsewhere": rooms_without_states()} if rule is style.status_assignments else {}
    assert rule(**options) == []


def rooms_without_states() -> frozenset[str]:
    """Rooms of whose models none has a status that is chosen from a list."""
    rooms = {}
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.local_fields}
        if "status" in fields:
            room = model.__module__.rpartition(".")[0].replace(".", "/")
            rooms[room] = rooms.get(room, False) or bool(fields["status"].choices)
    return frozenset(room for room, has_states in rooms.items() if not has_states)


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_control_a_planted_breach_is_found(rule, path, text, tmp_path):
    assert rule(planted(tmp_path, path, text))


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_control_what_is_allowed_is_left_alone(rule, path, text, tmp_path):
    assert rule(planted(tmp_path, path, text)) == []


def test_every_rule_has_a_planted_breach():
    assert {rule for rule, _path, _text in BREACHES} == set(RULES)
