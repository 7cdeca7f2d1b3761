"""Reading one mail: bytes in, plain values out. Knows neither Django nor the database.

It runs in a process of its own with limits of memory and time, because what strangers send may be built to hurt.
"""
