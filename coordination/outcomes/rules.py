"""Whether it worked. Pure."""

CONTENT_FROM = 63


def finding_of(before: int | None, after: int) -> str:
    """Content afterwards means it worked; otherwise the difference is named as it is."""
    if after >= CONTENT_FROM:
        return "worked"
    if before is None or after == before:
        return "no_change"
    return "better" if after > before else "worse"
