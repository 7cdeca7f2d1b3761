"""Working time: calendars, their versions, holidays and make-up working days, and the arithmetic of deadlines.

Owns the answer to "when is this due?" and "how much working time has passed?". It never knows what is due:
cases, slips and visits keep their own clocks and only ask here.
"""
