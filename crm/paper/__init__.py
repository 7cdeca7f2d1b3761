"""Sheets of paper: the printed form of a page, set as a PDF by the server. It knows no table and decides nothing.

A room hands over the very HTML that it shows on its page to print, so that what a reader may not see there is not in
his PDF either. `reading` understands the few elements that a printed page has, `sheet.typ` is the only template,
`fonts` says what this machine can write with.
"""

from crm.paper.fonts import NoFont
from crm.paper.setting import Sheet, pdf

__all__ = ["NoFont", "Sheet", "pdf"]
