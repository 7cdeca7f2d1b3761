"""The ledger: every amount a relation brought or cost, once, with its source.

Append-only: a mistake is answered by an opposite entry. It never estimates a future.
"""
