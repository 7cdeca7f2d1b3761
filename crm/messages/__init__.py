"""Messages to the outside world: at least once, never more often than once plus the crashes, always findable.

It owns `OutgoingMessage`, the channels and the courier. It never decides who is written to or why, never talks to
the network inside a transaction, and never writes an address or a text into a log.
"""
