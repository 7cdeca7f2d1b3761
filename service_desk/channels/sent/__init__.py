"""What went out to owners: by which way, whether it arrived, and once more or another way where it did not.

Messages are the ground floor's; this room shows them to the desk of their project, and never to anybody else.
"""
