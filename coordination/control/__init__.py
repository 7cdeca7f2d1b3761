"""Control: deadlines that came due become alarms that a supervisor sees and takes.

It never moves a deadline and never blames: it says what is late, whose turn it is, since when.
"""
