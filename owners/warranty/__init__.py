"""Warranty parts: for how long which part of a home is warranted, by law, by the house, by project.

Owns the parts and the rule that says until when a part is warranted after a handover. Never owns a defect
or its repair: the desk does.
"""
