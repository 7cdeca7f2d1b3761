"""Photos and documents of a case, in three sets: the problem, the proposal, the result.

Owns: the files, their captions, and the reading of what strangers send. Images are drawn anew, so that nothing but
the picture is left of them; documents are let in only where they are what they say. It never changes a case.
"""
