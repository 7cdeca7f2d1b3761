"""Decisions: one for each feedback, with everything it rested on, carried out through the rooms below.

Owns the decision and who overrode it. It never decides by itself (policies do) and never touches a
case's status except through the desk's services.
"""
