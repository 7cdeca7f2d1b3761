"""The tracking card: one page a desk agent keeps open during a call.

Puts together what the other rooms know and leaves slots for the floors above. Never writes.
"""
