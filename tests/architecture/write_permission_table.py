"""`python -m tests.architecture.write_permission_table` writes the table anew, for a review of what changed."""

import os
from pathlib import Path

FILE = Path(__file__).with_name("permission_table.txt")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    import django

    django.setup()
    from tests.architecture.routes import table

    FILE.write_text(table(), encoding="utf-8")
    print(f"{FILE.name}: {len(FILE.read_text(encoding='utf-8').splitlines())} lines")


if __name__ == "__main__":
    main()
