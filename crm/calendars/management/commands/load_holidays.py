"""Bring a country's holidays and make-up working days into its calendar: load_holidays CN 2022 2026"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from crm import clock
from crm.accounts.services import system_user
from crm.calendars.arithmetic import working_days_between
from crm.calendars.countries import COUNTRIES, GuardDisagrees, announced_through
from crm.calendars.selectors import calendar_of_version
from crm.calendars.services import load_holidays
from crm.errors import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("country", choices=sorted(COUNTRIES))
        parser.add_argument("first", type=int, help="first year")
        parser.add_argument("last", type=int, help="last year")

    def handle(self, *, country, first, last, **options):
        actor = system_user("calendars")
        try:
            calendar, changed = load_holidays(actor, country, first=first, last=last, now=clock.now())
        except GuardDisagrees as exc:
            raise CommandError(str(exc)) from exc
        except Refused as exc:
            raise CommandError("; ".join(str(reason) for reason in exc.fields.values())) from exc
        value = calendar_of_version(calendar.current_id)
        known = announced_through(country)
        for year in range(first, last + 1):
            days = working_days_between(value, date(year, 1, 1), date(year, 12, 31))
            note = " (provisional: not announced yet)" if known and year > known else ""
            self.stdout.write(f"{year}: {days} working days{note}")
        if not changed:
            self.stdout.write("Nothing has changed since the last time.")
