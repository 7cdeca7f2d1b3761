"""Owners, companies and prospects, their households, and the projects they belong to.

Owns the personal fields, their encryption and the refusal of duplicates. Never decides who bought
what: that is `contracts`.
"""
