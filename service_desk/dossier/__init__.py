"""The dossier: everything about one case in one archive, signed, to be checked by anybody without our database.

Owns the archives and how they are made and checked. Never owns what stands in them, and never changes it.
"""
