"""What happens around the words on a case before and beside their being sent.

Owns: drafts (nothing typed is ever lost, and it waits on the server), who else has the case open, and who was
mentioned in an internal note. It never writes a case: what is said is kept by `cases.services`.
"""
