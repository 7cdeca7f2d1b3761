"""The catalogue as a page of the documentation: `python manage.py shell -c "…"` is not needed, a test writes it.

docs/figures.md is this text, word for word; the test that compares them says how to write it anew.
"""

from django.utils import translation

from service_desk.figures.catalogue import Figure, figures
from service_desk.figures.wording import UNITS

HEAD = """# Figures of the desk

What `service_desk/figures` counts, figure by figure. This page is written from the catalogue in the code and a test
compares the two. Each figure on the board leads to the very rows that it counts. Months are whole months; every
figure stands beside the same number of months before. Fewer than twenty rows are marked as a small base. The closing
rate never stands without the repeat rate beside it.
"""


def page() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        return HEAD + "".join(_chapter(figure) for figure in figures())


def _chapter(figure: Figure) -> str:
    lines = {
        "Population": figure.population,
        "By which date": figure.date_basis,
        "Numerator": figure.numerator,
        "Denominator": figure.denominator,
        "Unit": UNITS[figure.unit],
        "Left out": figure.exclusions,
    }
    beside = {"Shown beside": ", ".join(figure.beside)} if figure.beside else {}
    body = "".join(f"- **{name}:** {text}\n" for name, text in (lines | beside).items())
    return f"\n## {figure.label} (`{figure.key}`)\n\n{figure.question}\n\n{body}"
