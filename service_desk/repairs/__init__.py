"""Repairs: the order on a case, the visits to the home, who is liable for the defect, what it cost and what came back.

Owns repair orders, visits with their alternatives, contractors with their contracts, cost lines and recoveries.
Never decides whether the owner is content: the return visits of the case do.
"""
