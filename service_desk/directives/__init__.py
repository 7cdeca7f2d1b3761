"""Directives: what the desk has been told to do for an owner, accepted, carried out and reported back.

Owns the order and its state; at most one is open for an owner and a purpose. Never decides what should
be ordered and never measures whether it worked: both belong to coordination.
"""
