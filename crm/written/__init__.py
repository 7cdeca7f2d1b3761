"""Telephones, identity numbers, days, areas, money and shares as people write them. Pure: no ORM, no clock.

Each reader takes what was written and gives the value, or raises Unread with a sentence that says what is wrong and
what to do. None guesses where two readings are possible.
"""


class Unread(ValueError):
    """It is not what it should be; the message says so to whoever wrote it."""
