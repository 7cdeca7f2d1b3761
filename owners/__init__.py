"""The customer database: who buys, owns and lives in the homes, and under which contract.

Owns people, homes, contracts and the tracking card. Never knows what the floors above it do with
an owner: their panels come into the card through slots, and what happens here leaves as facts.
"""
