"""What a machine of ours says at once to whoever wrote: that it arrived, its number, by when we answer, and his link.

Owns who was told and where a project tells nobody. It answers no machine, no flood, and never itself (RFC 3834).
"""
