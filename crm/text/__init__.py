"""Text as it is searched: normal form, one script, character bigrams, capped counts. It knows no table."""

from crm.text.bigrams import normalise, search_document, tokens
from crm.text.matching import Count, capped_count, matching, matching_words

__all__ = ["Count", "capped_count", "matching", "matching_words", "normalise", "search_document", "tokens"]
