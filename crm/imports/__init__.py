"""Tables from outside: reading CSV and XLSX, mapping files, dry run, chunks, refused rows with their reasons.

Owns how a file becomes rows of named, converted values and which rows were taken before. It never knows what a home,
an owner, a purchase or a case is: the rooms that do are named in `settings.IMPORT_KINDS` and take the rows.
"""
