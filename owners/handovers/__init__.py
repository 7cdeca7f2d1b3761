"""Handovers 入伙: the appointment, the walk through the home by its checklist, the keys, and what was found.

Owns what was looked at and what is still to be put right. Never moves a home by itself: `homes.hand_over` does.
"""
