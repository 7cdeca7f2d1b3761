"""A case passes from one pair of hands to another only when those have said yes, and the owner is told.

Giving a case out of the queue is plain assignment and no business of this room.
"""
