"""What every page of the frame needs: the moment, the rail, the languages. Read lazily: fragments cost nothing."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from crm import clock
from crm.accounts.permissions import VERBS, may
from crm.web import slots

SHORT = 7  # words of one part that stand open; of more, those that are not of every day fold away


def frame(request):
    """Context processor: `now`, `rail`, `languages`."""
    return {
        "now": clock.now(),
        "rail": SimpleLazyObject(lambda: rail_for(request)),
        "languages": settings.LANGUAGES,
    }


def rail_for(request) -> list[dict]:
    """The words of the rail this person may use, each with its children; the one he is on is marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    words = [word for word in map(_word, slots.rail()) if word and _allowed(user, word["verb"])]
    here = _deepest(words, request.path)
    tops = [word for word in words if not word["parent"]]
    for word in words:
        word["here"] = word is here
    for top in tops:
        _give_children(top, [word for word in words if word["parent"] == top["key"]])
    tops = [top for top in tops if top["children"] or not top["holds"]]
    _give_letters(tops)
    orphans = [
        word for word in words if word["parent"] and word["parent"] not in {top["key"] for top in tops}
    ]
    return sorted(tops + orphans, key=lambda word: word["order"])


def _give_children(top: dict, children: list[dict]) -> None:
    """What stands below a word: open, or under "More" where it is long."""
    long = len(children) > SHORT
    top["more"] = [child for child in children if long and child["later"]]
    top["children"] = [child for child in children if child not in top["more"]]
    top["more_open"] = any(child["here"] for child in top["more"])
    top["open"] = top["here"] or any(child["here"] for child in children)


def _word(entry) -> dict | None:
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    return {
        "key": entry.key,
        "parent": entry.parent,
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "verb": entry.verb,
        "order": entry.order,
        "holds": entry.holds,
        "later": entry.later,
        "letter": "",
        "children": [],
        "more": [],
        "open": False,
    }


def _allowed(user, verb: str | None) -> bool:
    return verb is None or (verb in VERBS and may(user, verb))


def _deepest(words: list[dict], path: str) -> dict | None:
    """The word whose address is the longest beginning of this page's."""
    fitting = [word for word in words if word["url"] != "/" and path.startswith(word["url"])]
    return max(fitting, key=lambda word: len(word["url"]), default=None)


def _give_letters(words: list[dict]) -> None:
    """`g` and a letter go there: the first letter of the key that nobody before has taken."""
    taken: set[str] = set()
    for word in words:
        word["letter"] = next((sign for sign in word["key"] if sign.isalpha() and sign not in taken), "")
        taken.add(word["letter"])
