"""Causes: the tree of classes, parts and defects, the cause named for a case, and the pictures counted from them.

Owns the tree with its versions and what was named when. The code of a cause stands on the case as its subject, so
that every list, report and segment reads one thing. Never decides who is responsible: the investigation does.
"""
