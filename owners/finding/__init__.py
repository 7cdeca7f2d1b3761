"""Finding owners and homes: by name in any script, by sound, by what was mistyped, by telephone, number or address.

Owns how a query is read, in which order what was found is shown, and which characters of it are marked. It writes
nothing and keeps nothing of what was looked for.
"""
