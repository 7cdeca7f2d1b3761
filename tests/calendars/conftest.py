"""Sentences are compared in English, whatever language the page before was read in."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
