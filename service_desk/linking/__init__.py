"""What cases have to do with each other: one told twice is merged, a large one has children, the rest is linked.

Nothing moves from one case to another: a merged case keeps its history and its papers and is read from the one
that goes on, so that every merge can be undone. This room never closes a case.
"""
