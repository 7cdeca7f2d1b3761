"""Whether what is reported stands under warranty: which part, until when, by which rule, as judged on a day.

Owns the judgement on a case, and turns an agreed promise of longer warranty into a later last day of that home's
part. Never owns the parts and their lengths: the floor of the owners does.
"""
