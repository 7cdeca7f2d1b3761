"""Weighing what an owner asks for by five questions: a range is suggested, its reasons are shown, people decide.

What the house owes by its fault is the floor; no answer and no value of a customer ever takes anything from it.
"""
