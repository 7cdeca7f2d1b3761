"""Visits to the showroom, purchases and ownerships: what ties an owner to a home.

Owns the rule that derives the stage of an owner's life with us from these facts. Never stores a
stage: it is worked out whenever it is asked for.
"""
