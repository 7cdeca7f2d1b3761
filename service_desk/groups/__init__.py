"""Group complaints: several homes of one place complain of the same thing within days.

Owns the detector and its thresholds, the proposals it makes, the groups that people form of them, and the
statements to all members. Members are the children of the master case (`linking`); this room never closes a case.
"""
