"""Reads a {language: words} mapping in the language of the moment. Pure apart from that language."""

from django.utils.translation import get_language

FALLBACK = "en"


def in_language(names: dict[str, str], language: str | None = None) -> str:
    wanted = (language or get_language() or FALLBACK).lower()
    return names.get(wanted) or names.get(FALLBACK) or next(iter(names.values()), "")
