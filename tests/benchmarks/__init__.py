"""Speed as ratios: each of our works beside the barest thing that could do it, alternately, in one run.

`python3 run.py bench` prints the table. Nothing here is a test; absolute times belong to the machine.
"""
