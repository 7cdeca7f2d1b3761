"""The way from a file to an import, step by step: a draft holds the file while its columns are given their fields.

Owns drafts and the mappings that people keep. A draft becomes an import by `crm.imports.services.prepare`, and is then
empty; one that nobody goes on with is thrown away after a few days.
"""
