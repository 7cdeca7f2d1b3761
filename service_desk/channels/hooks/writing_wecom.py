"""What we say to somebody who wrote in WeCom leaves by WeCom: as the courier's channel of that name."""

import time
from urllib.parse import unquote

from crm.messages.channels import CHANNELS, TIMEOUT, Letter, Undeliverable
from service_desk.channels.hooks import calling_wecom as calling
from service_desk.channels.hooks.models import HookEndpoint, Sort

MOST_BYTES = 2000  # of one text; WeCom cuts off at 2048
ENDS = ("\n\n", "\n", "。", "！", "？", ". ", "! ", "? ", "；", "，", ", ", " ")


def client_of(endpoint: HookEndpoint) -> calling.Client:
    return calling.Client(company=endpoint.company, secret=endpoint.app_secret, agent=endpoint.agent)


def wecom(letter: Letter) -> None:
    """In pieces where it is long. A piece that was taken is not sent again; what WeCom never takes is given up."""
    code, account, person = (unquote(part) for part in letter.to.split("/"))
    endpoint = HookEndpoint.objects.filter(code=code, sort=Sort.WECOM).first()
    if endpoint is None or not endpoint.app_secret:
        raise Undeliverable("the app of WeCom that this person wrote to is no longer set up")
    pieces = in_pieces(letter.body.strip())
    before, began = calling.progress(letter.identifier), time.monotonic()
    for number, piece in enumerate(pieces[before:], start=before):
        if time.monotonic() - began > TIMEOUT - calling.TIMEOUT * 2:
            raise ConnectionError(f"{number} of {len(pieces)} pieces have gone; the rest follows")
        try:
            if account:
                name = f"{letter.identifier.replace('-', '')[:29]}{number:03d}"
                client_of(endpoint).write_to_customer(person, account, piece, identifier=name)
            else:
                client_of(endpoint).write(person, piece)
        except calling.Failed as error:
            if error.for_good:
                raise Undeliverable(str(error)) from None
            raise ConnectionError(str(error)) from None
        calling.taken(letter.identifier, number + 1)


def in_pieces(text: str, most: int = MOST_BYTES) -> list[str]:
    """A text cut where a paragraph, a sentence or at least a word ends, each piece short enough and numbered. Pure."""
    if len(text.encode()) <= most:
        return [text]
    room, pieces = most - len("(99/99) "), []
    while text:
        cut = _cut(text, room)
        pieces.append(text[:cut].strip())
        text = text[cut:].lstrip()
    pieces = [piece for piece in pieces if piece]
    return [f"({number}/{len(pieces)}) {piece}" for number, piece in enumerate(pieces, start=1)]


def _cut(text: str, room: int) -> int:
    """How many characters of a text fit into so many bytes, up to the last good end among them."""
    fitting = len(text.encode()[:room].decode(errors="ignore"))
    if fitting >= len(text):
        return len(text)
    for end in ENDS:
        at = text.rfind(end, 0, fitting)
        if at > fitting // 3:
            return at + len(end)
    return fitting


def connect() -> None:
    """Called once when the application is ready."""
    CHANNELS["wecom"] = wecom
