"""Any list as a file to keep: made by a job, row by row, held sealed for a week, handed only to who asked for it.

Owns what was asked for, the file's pieces and who fetched it. It never knows what an owner or a case is: the rooms
that do are named in `settings.EXPORT_KINDS` and give their columns and rows, masked as their reader may see them.
"""
