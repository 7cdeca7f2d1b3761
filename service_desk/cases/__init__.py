"""Cases: the seven-step complaint procedure, from the owner's own words to the archived result.

Owns the case, its investigation, transfer slips, proposals, actions, return visits, messages and
history. Never decides whether a finished case may be closed for good or has to start again (that is
coordination's decision, carried out through `close` and `reopen`), and never sends mail itself: it hands
letters to the courier.
"""
