"""What a person may ask of us about his own data: to read it, to have it erased, and to say what it may be used for.

Works along the list of ties, so that no table is forgotten; never decides who serves whom.
"""
