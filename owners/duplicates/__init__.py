"""Two cards for one person: found on entry and by a scan, decided in an inbox, merged, and parted again.

Owns the suspected pairs and the merges. A merge moves rows of other rooms by the list in `owners/ties.py`
and never changes what they say; what two owners have in common is judged by `rules`, in words.
"""
