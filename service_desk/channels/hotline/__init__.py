"""The government hotline 12345: its tickets come as a file and are answered as one.

Owns the hotline's own number, its deadline and whether the hotline was answered; the case itself is like any other.
"""
