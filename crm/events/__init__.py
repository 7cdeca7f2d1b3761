"""Facts and their way up: publish, outbox, relay, and the pulse of the processes that carry them.

It owns the outbox, the heartbeats and the alarms. It never knows who listens (the routes are named in the
settings), never carries personal data, and never talks to anything but PostgreSQL.
"""
