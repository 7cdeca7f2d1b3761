"""What stands in a PDF, read back out of it."""

import io
import re

import pypdf


def words(content: bytes) -> str:
    """All its text, without blanks and line ends: where a line breaks is the typesetter's affair."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]+", "", text)
