"""Figures: how well the desk serves, each with a written definition and the rows behind it.

Owns the catalogue (what is counted, by which date, out of what, who is left out) and the board that shows it. A
figure is never typed or stored: it is counted from the rows of the other rooms, and a click lists the same rows.
"""
