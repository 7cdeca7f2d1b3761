"""PostgreSQL and Redis out of wheels, for a machine with nothing installed. Standard library only; no Django."""
