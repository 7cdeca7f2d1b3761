"""The service desk: what an owner reports, answered step by step inside its deadlines.

Owns cases and everything that happens to them (cases), the clocks that run on them (clocks), and the
orders that coordination hands down (directives). Never judges whether an owner is content and never
asks what he is worth: those are facts of the floors above, which hear of the desk only by its events.
"""
