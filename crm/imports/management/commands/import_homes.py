"""Import homes from a CSV, TSV or XLSX file."""

from crm.imports.commands import ImportCommand


class Command(ImportCommand):
    help = __doc__
    kind = "homes"
