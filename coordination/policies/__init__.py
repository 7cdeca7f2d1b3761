"""Policies: the rules by which a feedback becomes a decision, as versioned data read by pure code.

Owns the fairness floor: safety, health and law come first, and nobody gets less than the standard
service because of his value. It never reads a table and never acts.
"""
