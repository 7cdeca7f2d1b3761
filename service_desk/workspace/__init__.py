"""The desk's workspace: the views of the queue and their filters, own views, tags, several cases at once, what moves
by itself.

It shows and hands on what the other rooms decide; it never changes a case but through their verbs.
"""
