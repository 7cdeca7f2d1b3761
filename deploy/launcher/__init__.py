"""What stands behind ``python3 run.py``: the environment, the servers, the processes, and their end.

Owns: .venv, node_modules, the stamps that say what is up to date, the supervisor and its guardian. Standard
library only, and Django only in processes of its own: the first half runs before anything is installed.
Never: knows what the rooms do; it calls ``manage.py`` commands by name.
"""
