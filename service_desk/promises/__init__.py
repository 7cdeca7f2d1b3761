"""What owners were promised: by whom, until when, and whether it was kept.

Promises come from proposals the owner agreed to, from replies, and by hand. What falls due becomes a fact. This
room never decides what follows from a broken promise.
"""
