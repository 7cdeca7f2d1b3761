"""The crisis room: one spokesperson, one approved statement, a log of who said what to whom, every post answered.

Owns crises and everything kept of them. It offers no way to make a post disappear and no way to speak as somebody
else: `catalogue.py` lists all it can do, and a test holds every route against that list.
"""
