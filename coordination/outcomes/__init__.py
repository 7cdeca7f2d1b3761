"""Outcomes: whether what was ordered has worked, measured by what the owner says afterwards.

It asks for the follow-up measure and writes before and after side by side. It never rewrites a
decision in the light of its outcome.
"""
