"""What the page of a draft sends back: for each column its field, how it is read, and what its values mean."""

from crm.imports.guide.composing import FACT, OPTIONS, Chosen

CENTURY = 1940  # the first year that two digits mean, where somebody says that they mean one
KEYS = {key for keys in OPTIONS.values() for key in keys}


def chosen(sent, columns: int) -> dict[int, Chosen]:
    """By column, from the fields `field-0`, `order-0`, `from-0` … of a form."""
    return {place: _column(sent, place) for place in range(columns) if sent.get(f"field-{place}")}


def _column(sent, place: int) -> Chosen:
    options = {key: sent[f"{key}-{place}"] for key in KEYS if sent.get(f"{key}-{place}")}
    if "century" in options:
        options["century"] = CENTURY
    meanings = zip(sent.getlist(f"from-{place}"), sent.getlist(f"to-{place}"), strict=False)
    values = {word[:200]: code for word, code in meanings if code}
    return Chosen(sent[f"field-{place}"][:40], options, values)


def of_api(given: list[dict]) -> dict[int, Chosen]:
    """The same from the API: a list of columns."""
    return {
        row["column"]: Chosen(
            row["field"] or "", dict(row.get("options") or {}), dict(row.get("values") or {})
        )
        for row in given
    }


__all__ = ["FACT", "chosen", "of_api"]
