"""Satisfaction: the supervising platform.

Owns the questionnaires, the invitations to answer them, the answers, and the one normalised
Feedback that every answer becomes whatever the way in. It asks and listens; it never decides
what a bad answer leads to, never touches a case's status, and does not know that coordination
exists: it says FeedbackRecorded and is done.
"""
