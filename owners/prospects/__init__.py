"""Prospects: who asks about which project, how likely he buys and why, and what becomes of those who asked.

Owns the interest of a person in a project, its score by a rule that says its reasons, and the conversion of those
who asked. It never decides by who somebody is, only by what he asked for and did; and it sells nothing itself.
"""
