"""Every text exists in all four languages: nothing missing, nothing guessed, every placeholder in its place."""

import polib
import pytest

from tests.architecture.catalogues import (
    LANGUAGES,
    at_odds,
    catalogues,
    disagreeing,
    missing,
    unfinished,
    words_of_code,
    words_of_templates,
)
from tests.architecture.sources import planted


def test_every_text_of_the_code_is_in_every_catalogue():
    assert missing(words_of_code(), catalogues()) == []


def test_every_text_of_the_templates_is_in_every_catalogue():
    assert missing(words_of_templates(), catalogues()) == []


def test_no_translation_is_empty_or_guessed():
    assert unfinished(catalogues()) == []


def test_placeholders_agree():
    assert disagreeing(catalogues()) == []


def test_a_text_says_the_same_in_every_catalogue():
    assert at_odds(catalogues()) == []


def catalogue(root, *, language="fi", **entry):
    path = root / "owners" / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.pofile(str(path)) if path.exists() else polib.POFile()
    file.append(polib.POEntry(**entry))
    file.save(str(path))


@pytest.fixture
def tree(tmp_path):
    for language in LANGUAGES:
        catalogue(tmp_path, language=language, msgid="Known %(n)s", msgstr="%(n)s ok")
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils.translation import gettext as _\n_('Unknown')\n",
        "gettext_lazy('Unknown')\n",
        "pgettext('place', 'Unknown')\n",
        "ngettext('Unknown', 'Known %(n)s', n)\n",
        "class A:\n    title = _('Known ' 'not')\n",
    ],
)
def test_control_a_text_that_nobody_translated_is_found_in_code(text, tree):
    planted(tree, "owners/x.py", text)
    assert len(missing(words_of_code(tree), catalogues(tree))) == len(LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "{% load i18n %}{% translate 'Unknown' %}",
        '{% load i18n %}{% translate "Unknown" as x %}',
        "{% load i18n %}{% blocktranslate %}Unknown{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with a=b %}Unknown {{ a }}{% endblocktranslate %}",
        "{% load i18n %}{{ _('Unknown') }}",
        "{% load i18n %}{% include 'x' with title=_('Unknown') %}",
    ],
)
def test_control_a_text_that_nobody_translated_is_found_in_templates(text, tree):
    planted(tree, "owners/templates/owners/x.html", text)
    assert len(missing(words_of_templates(tree), catalogues(tree))) == len(LANGUAGES)


def test_control_a_known_text_is_not_missed(tree):
    planted(tree, "owners/x.py", "_('Known %(n)s')\n")
    planted(
        tree,
        "owners/templates/x.html",
        "{% load i18n %}{% blocktranslate %}Known {{ n }}{% endblocktranslate %}",
    )
    planted(
        tree,
        "owners/templates/y.html",
        '{% load i18n %}{% blocktranslate context "place" %}Known {{ n }}{% endblocktranslate %}',
    )
    assert missing(words_of_code(tree), catalogues(tree)) == []
    assert missing(words_of_templates(tree), catalogues(tree)) == []


def test_control_empty_and_fuzzy_entries_are_found(tree):
    catalogue(tree, msgid="Empty", msgstr="")
    catalogue(tree, msgid="Guessed", msgstr="arvaus", flags=["fuzzy"])
    catalogue(tree, msgid="One", msgid_plural="Many", msgstr_plural={0: "yksi", 1: ""})
    assert len(unfinished(catalogues(tree))) == 3


@pytest.mark.parametrize(
    "entry",
    [
        {"msgid": "of %(a)s", "msgstr": "%(b)s"},
        {"msgid": "of %(a)s", "msgstr": "ilman"},
        {"msgid": "plain", "msgstr": "%(a)s"},
        {"msgid": "of {a}", "msgstr": "{b}"},
        {"msgid": "one %(a)s", "msgid_plural": "%(a)s many", "msgstr_plural": {0: "yksi", 1: "%(b)s"}},
    ],
)
def test_control_a_placeholder_that_went_astray_is_found(entry, tree):
    catalogue(tree, **entry)
    assert len(disagreeing(catalogues(tree))) == 1


def test_control_two_apps_that_say_it_differently_are_found(tree):
    words = {"msgid": "Known %(n)s", "msgstr": "%(n)s tuttu"}
    catalogue(tree, **words)
    assert at_odds(catalogues(tree)) == ["fi:  'Known %(n)s'"]
