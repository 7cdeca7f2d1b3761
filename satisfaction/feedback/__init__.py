"""Feedback: every answer, whatever the way in, as one normalised row.

Owns score, attitude, kind of opinion and the owner's own words. It never assesses what an owner
is worth and never decides what happens next.
"""
