"""Lifetime value: what a relation has brought and may still bring, with an interval and its reasons.

Owns the versioned assumptions and the assessments. An assessment is never changed: what was
decided on it can be read back. It never ranks people for less service.
"""
