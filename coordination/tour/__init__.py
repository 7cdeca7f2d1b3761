"""The tour: one complaint driven through the running system over its public API, step by step.

Owns the story and how it is told on a terminal. It imports no service of the loop: what it sees and
does, it sees and does as any other program outside would.
"""
