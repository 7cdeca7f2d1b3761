"""Catalogues compile without msgfmt, and one that is broken is named without silencing the others."""

import gettext

import pytest

from crm.web.management.commands import compile_catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Language: fi\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURALS = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path):
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)

    def write(text):
        file = folder / "django.po"
        file.write_text(HEAD + PLURALS + text, encoding="utf-8")
        return file

    return write


def read(target):
    with target.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_words_and_plurals_are_read_back(catalogue):
    text = 'msgid "Yes"\nmsgstr "Kyllä"\n\nmsgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d päivä"\nmsgstr[1] "%d päivää"\n'
    spoken = read(compile_catalogues.compile_one(catalogue(text)))
    assert spoken.gettext("Yes") == "Kyllä"
    assert [spoken.ngettext("%d day", "%d days", count) for count in (1, 2)] == ["%d päivä", "%d päivää"]


def test_a_doubtful_translation_is_not_spoken(catalogue):
    target = compile_catalogues.compile_one(catalogue('#, fuzzy\nmsgid "No"\nmsgstr "Kyllä"\n'))
    assert read(target).gettext("No") == "No"


def test_our_own_catalogues_are_found_and_nobody_elses():
    found = {str(path) for path in compile_catalogues.catalogues()}
    assert any("service_desk/locale/zh_Hant" in path for path in found)
    assert not any("site-packages" in path for path in found)


def test_a_broken_catalogue_is_named(catalogue, monkeypatch):
    broken = catalogue('msgid "a"\nmsgstr[0] "b"\nmsgstr[5] "c"\nmsgid_plural')
    monkeypatch.setattr(compile_catalogues, "OURS", broken.parents[2])
    assert "django.po" in compile_catalogues._attempt(broken)
