"""Facts and their way up: publish, outbox, relay. It never knows who listens; the routes are named in the settings."""
