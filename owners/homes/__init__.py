"""Buildings, entrances and homes, from the first plan to handover.

Owns the property tree below the project and the state of each home. Never knows who lives there.
"""
