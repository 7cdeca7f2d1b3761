"""Guidance: what the desk is told while it speaks with an owner.

It owns the reply guard, the playbooks and the reply templates, all as versioned data that a supervisor edits. It
writes to no owner itself and moves no case; it reads what is about to be said, and says what could be said better.
"""
