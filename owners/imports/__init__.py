"""Rows of imported files become homes, owners and purchases, through the services of their rooms.

Owns which fields a row may have and how rows that refuse each other are kept apart. It never reads a file and never
remembers what was imported: that is crm.imports.
"""
