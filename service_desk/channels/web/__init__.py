"""The public form and the links of owners: reporting without an account, and following what was reported.

Owns the forms that came in, against floods and repetition, and the secret links to cases. A link shows where a case
stands and what was written to its owner; never a note, a name of staff beyond the one who answers, or another case.
"""
