"""What a request asks for, read so that nothing a browser or a stranger may send is an error of ours. Pure."""

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 9  # digits; Python itself refuses to read very long ones


def onward(request, address: str, usual: str) -> str:
    """The page to go on to: the one that was asked for where it is a page of this house, else the usual one."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and address.startswith("/") else usual


def whole(text: str) -> int | None:
    """A whole number as an address or a form carries it; None where it is none, or none that could be meant."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def unstorable(request) -> bool:
    """Whether an address or a field carries the character zero, which PostgreSQL does not know."""
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    return any("\0" in text for _name, texts in request.POST.lists() for text in texts)
