"""How serious a case is: judged from what it does to people, by thresholds that are data with versions.

Owns the thresholds and every judgement with its reasons. It never weighs tone, value or who complains.
"""
