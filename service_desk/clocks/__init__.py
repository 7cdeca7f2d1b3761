"""Clocks: every promise of time that the desk has given, as a row with the rule that set it.

Owns deadlines: when each started, when it is due in working days of the project's calendar, whether it
was met, and which warnings went out. Never waits: it turns due rows into facts when the relay asks, and
never decides who is told.
"""
