"""What the desk answers to a search over everything: cases by number and by what they are about, and what was said.

It reads what the cases room keeps and writes nothing.
"""
