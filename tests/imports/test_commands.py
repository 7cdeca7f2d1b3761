"""The four commands, as somebody types them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from crm.imports import crew
from owners.homes.models import Home
from owners.people.models import Owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes_file(tmp_path):
    path = tmp_path / "homes.csv"
    path.write_text("building,floor,unit,area\n3,12,1201,89.5\n3,12,1202,large\n")
    return path


def call(*args):
    out = StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


def test_a_dry_run_tells_counts_and_first_errors_and_changes_nothing(homes_file, riverside):
    told = call("import_homes", homes_file, "--project", "RIVERSIDE", "--dry-run")
    assert "2 rows, mapping homes, utf-8" in told
    assert "1 would be new, 0 here already, 1 refused" in told
    assert "row 3: area: “large” is not an area." in told
    assert not Home.objects.exists()


def test_a_run_shows_its_progress_and_writes_the_refused_rows(homes_file, riverside, tmp_path):
    told = call("import_homes", homes_file, "--project", "RIVERSIDE", "--refused", tmp_path / "no.csv")
    assert "  2/2" in told
    assert "1 new, 0 here already, 1 refused" in told
    assert "large" in (tmp_path / "no.csv").read_text(encoding="utf-8-sig")
    assert Home.objects.count() == 1


def test_a_named_mapping_and_a_named_user(tmp_path, bob, riverside):
    path = tmp_path / "owners.csv"
    path.write_text("姓名,手机\n王小明,13800000001\n", encoding="gb18030")
    told = call("import_owners", path, "--mapping", "owners", "--project", "RIVERSIDE", "--user", "bob")
    assert "gb18030" in told
    assert Owner.objects.get().name == "王小明"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--project", "NOWHERE"],
        ["--mapping", "nothing", "--project", "RIVERSIDE"],
        ["--encoding", "klingon", "--project", "RIVERSIDE"],
    ],
)
def test_what_cannot_work_is_one_clear_sentence(arguments, homes_file, riverside):
    with pytest.raises(CommandError):
        call("import_homes", homes_file, *arguments)


def test_a_file_that_is_not_there_is_one_clear_sentence(riverside):
    with pytest.raises(CommandError, match="No such file"):
        call("import_cases", "nothing.csv", "--project", "RIVERSIDE")


def test_the_last_import_of_a_file_is_taken_back(homes_file, riverside, bob):
    call("import_homes", homes_file, "--project", "RIVERSIDE", "--user", "bob")
    with pytest.raises(CommandError, match="left to undo"):
        call("import_homes", homes_file, "--undo")  # the system itself imported nothing
    told = call("import_homes", homes_file, "--undo", "--user", "bob")
    assert "1 rows removed, 0 left" in told
    assert not Home.objects.exists()


def test_what_was_built_on_is_listed_and_left_when_asked(homes_file, riverside):
    call("import_homes", homes_file, "--project", "RIVERSIDE")
    Home.objects.update(version=2)
    with pytest.raises(CommandError, match="--leave"):
        call("import_homes", homes_file, "--undo")
    told = call("import_homes", homes_file, "--undo", "--leave")
    assert "0 rows removed, 1 left" in told
    assert Home.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_taken_by_several_processes_and_counted_as_by_one(tmp_path, riverside, monkeypatch):
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    path = tmp_path / "homes.csv"
    rows = "".join(f"1,{n // 4 + 1},{n // 4 + 1}{n % 4:02}\n" for n in range(450))
    path.write_text("building,floor,unit\n" + rows + ",1,101\n")
    told = call("import_homes", path, "--project", "RIVERSIDE", "--processes", "3")
    assert "450 new, 0 here already, 1 refused" in told
    assert "  451/451" in told
    assert Home.objects.count() == 450
    told = call("import_homes", path, "--project", "RIVERSIDE", "--processes", "3")
    assert "0 new, 450 here already, 1 refused" in told


@pytest.mark.django_db(transaction=True)
def test_processes_side_by_side_use_no_connection_that_was_open_before_them(tmp_path, riverside, monkeypatch):
    """As when another thread of the command has opened one in the moment before the others are forked."""
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(type(connections["default"]), "close_pool", lambda self: None)
    path = tmp_path / "homes.csv"
    rows = "".join(f"1,{n // 4 + 1},{n // 4 + 1}{n % 4:02}\n" for n in range(900))
    path.write_text("building,floor,unit\n" + rows)
    told = call("import_homes", path, "--project", "RIVERSIDE", "--processes", "3")
    assert "900 new, 0 here already, 0 refused" in told
    assert Home.objects.count() == 900
