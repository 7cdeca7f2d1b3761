"""Prevention: what is changed so that a cause does not come back, and the looking after homes that may have it too.

Owns corrective actions with the check of their effect, inspections of sibling homes and what was found there. Never
owns the cause: the room of causes does; what is found becomes a case of its own.
"""
