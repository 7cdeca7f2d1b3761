"""Processes that work for a benchmark on its database. Imports no model: a fresh process has none before `begin`."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def crew(processes: int | None = None) -> ProcessPoolExecutor:
    """As many processes as cores, on the database that this process is on, whatever the environment names."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    return ProcessPoolExecutor(
        max_workers=processes or os.cpu_count(),
        mp_context=get_context("spawn"),
        initializer=begin,
        initargs=(name,),
    )


def begin(database: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
