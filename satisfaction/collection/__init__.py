"""Collection: how an answer reaches us, by a one-person link or through the callback officer.

Owns invitations (only the hash of a token is kept) and the answers to them. Reading a link
never uses it up, and it never scores an owner who could not be reached or did not want to talk.
"""
