"""The journal of an owner: notes, calls and tasks that people write on his card, and the reminders of tasks.

It never speaks to the owner, never changes a case, and never loses what was written: what is removed can be brought
back, what is edited keeps its earlier wording.
"""
