"""Departments serve each other and are judged by the same clocks: on time, accepted at once, rated by both sides."""
