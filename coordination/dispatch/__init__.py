"""Dispatch: which person takes a new case, by project, subject, language, load and continuity.

Owns what each agent is good at. It proposes and assigns with its reason; a supervisor may always
overrule it. It never looks at what an owner is worth.
"""
