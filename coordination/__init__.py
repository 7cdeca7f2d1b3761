"""Coordination: the dispatching platform, the top floor.

It hears every fact (routes.py is the one table), asks profitability what is at stake, decides by
versioned rules what is to be done, orders the service desk to do it, and checks that it worked. It
knows every room; no room knows it. It writes no other room's tables: it calls their services.
"""
