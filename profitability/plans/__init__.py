"""Plans: what could be done for an owner now, what each costs and what it may be expected to bring.

Pure arithmetic and names; what is done is for coordination to decide.
"""
