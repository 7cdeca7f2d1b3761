"""The ways in: what reaches the desk other than by an agent's hand becomes a case here.

Owns how imported complaints are taken: open ones are registered like any other, those already closed elsewhere are
archived as they were. It never works a case and never decides who gets it.
"""
