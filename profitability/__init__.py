"""Profitability: the safeguarding platform.

Owns the ledger of what each relation brought and cost, the assumptions about its future, and the
assessments made from both. It says what is at stake and what each plan would bring; it never
decides, never orders anything done, and never asks satisfaction: a score comes in as an argument.
"""
