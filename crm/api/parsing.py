"""Reading what was sent; what cannot be read is the sender's error, however it fails."""

from rest_framework import exceptions, parsers


class JSONParser(parsers.JSONParser):
    """JSON nested deeper than Python can follow is malformed, not an error of ours."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as exc:
            raise exceptions.ParseError from exc
