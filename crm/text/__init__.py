"""Text as it is searched: normal form, simplified script, character bigrams. It knows no table."""

from crm.text.bigrams import matching, normalise, search_document, tokens

__all__ = ["matching", "normalise", "search_document", "tokens"]
