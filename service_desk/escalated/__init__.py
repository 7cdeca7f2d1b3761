"""Difficult complaints: a senior handler takes over, with a plan prepared before anybody talks.

The plan says how far the house goes and who allowed it; a proposal beyond it is refused. The owner never sees it.
"""
