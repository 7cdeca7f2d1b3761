"""Title deeds: the milestones from the collected documents to the deed in the owner's hand.

Owns when each milestone was planned and done. Never owns the purchase it follows from.
"""
