"""Who changed what, when and why: append-only and chained. It never holds personal data in clear."""
