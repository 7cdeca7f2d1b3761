"""Questionnaires: what is asked, in four languages, version by version.

Owns the wording, the order and the stable option ids. A published version is never edited; a
new wording is a new version. It never sends anything and never holds an answer.
"""
