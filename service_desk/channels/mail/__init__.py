"""Mail: what came in is kept as it came, then read, then becomes a case, words on one, news of a letter, or waits.

Owns mailboxes, the mail that came in and the quarantine. A letter is never dropped: what cannot be read, trusted or
placed waits for a person, with the reason.
"""
