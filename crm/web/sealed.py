"""What was searched for, carried in an address so that only this installation can read it.

People search by telephone number and name, and addresses are kept where nobody thinks of them: in the logs of
proxies, in histories, in bookmarks and in what is sent on to a colleague. So a search is sent in a form, and
where its answer needs an address (to page on, to come back, to filter), the words stand there sealed.
"""

import base64
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from crm.privacy import cipher

PARAMETER = "sealed"
SPELLED = ("q", "phone", "caller_query")  # under which names people's words and numbers come spelled out
LONGEST = 100  # signs of a search
_LONGEST_SEALED = 1000
_CONTEXT = "address.words"  # authenticated with the seal; the layout's version stands inside the value


def seal(words: str) -> str:
    """The words, encrypted and fit for an address. The same words look different every time."""
    return base64.urlsafe_b64encode(cipher.encrypt_bytes(words.encode(), _CONTEXT)).decode().rstrip("=")


def opened(value: str) -> str:
    """The words in a sealed value; "" where it is damaged, made up, or its key is gone: an empty search."""
    if not value or len(value) > _LONGEST_SEALED:
        return ""
    try:
        return cipher.decrypt(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)), _CONTEXT)
    except (ValueError, cipher.Unreadable, ImproperlyConfigured):
        return ""


def words(request) -> str:
    """What this request searches for: sent in a form, sealed in its address, or spelled out there as `q`."""
    said = request.POST.get("q") or opened(request.GET.get(PARAMETER, "")) or request.GET.get("q", "")
    return said.strip()[:LONGEST]


def address(request) -> str:
    """This request's address as it may be written down: what was searched for stands in it sealed.

    Somebody who is not signed in yet is sent away with it and comes back: a telephone's link opens with the
    caller's number, and that number must not stay in the address of the sign-in page, in its form and its logs.
    """
    return _written(request.path, request.GET.copy())


def stood_on(request) -> str:
    """The page of ours on which the form stood that was sent: who has to sign in first comes back there, since most
    addresses that take a form show nothing. This request's own address where the browser does not tell."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return address(request)
    page = urlsplit(came_from)
    return _written(page.path or "/", QueryDict(page.query, mutable=True))


def _written(path: str, query: QueryDict) -> str:
    spelled = [text for name in SPELLED for text in query.pop(name, []) if text.strip()]
    if spelled:
        query[PARAMETER] = seal(spelled[0].strip()[:LONGEST])
    return f"{path}?{query.urlencode()}" if query else path


def onward(request, *filters: str) -> HttpResponseRedirect | None:
    """Where to go on with a search that came in a form, or spelled out: this page, its words sealed.

    None where the words are sealed already or nothing is searched for. `filters` are the other fields of the
    form that the address keeps.
    """
    if request.method != "POST" and "q" not in request.GET:
        return None
    said = request.POST if request.method == "POST" else request.GET
    kept = {name: said[name].strip() for name in filters if said.get(name, "").strip()}
    if sought := words(request):
        kept[PARAMETER] = seal(sought)
    answer = HttpResponseRedirect(f"{request.path}?{urlencode(kept)}" if kept else request.path)
    answer.status_code = 303
    return answer
