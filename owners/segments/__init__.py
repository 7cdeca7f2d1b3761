"""Segments: groups of owners named by conditions, kept as data and asked anew each time.

Every app of the house says here which fields can be asked about (`fields.register`, from its own
`segment_fields.py`); this room reads a tree of conditions, says what is wrong with it and where, makes one query
of it, and explains it in words. It keeps no list of members and never asks on behalf of somebody what he may not
see himself.
"""
