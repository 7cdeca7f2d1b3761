"""Rows that tests need many of, made through the services; each call makes one more of its kind."""

from itertools import count

from crm.accounts import services as accounts
from crm.organisation import services as organisation
from tests.people import NOW

_numbers = count(1)


def a_user(*roles, project=None, city=None, region=None, department=None, **fields):
    """A further member of the staff with these roles at one place."""
    number = next(_numbers)
    actor = accounts.system_user("tests")
    defaults = {"username": f"user{number}", "display_name": f"User {number}"}
    user = accounts.add_user(actor, **{**defaults, **fields}, now=NOW)
    for role in roles:
        accounts.grant(
            actor, user, role=role, project=project, city=city, region=region, department=department, now=NOW
        )
    return user


def a_region(**fields):
    number = next(_numbers)
    defaults = {"code": f"R{number}", "name": f"Region {number}"}
    return organisation.add_region(accounts.system_user("tests"), **{**defaults, **fields}, now=NOW)


def a_city(region=None, **fields):
    number = next(_numbers)
    defaults = {"code": f"C{number}", "name": f"City {number}", "region": region or a_region()}
    return organisation.add_city(accounts.system_user("tests"), **{**defaults, **fields}, now=NOW)


def a_project(city=None, **fields):
    number = next(_numbers)
    defaults = {"code": f"P{number}", "name": f"Project {number}", "city": city or a_city()}
    return organisation.add_project(accounts.system_user("tests"), **{**defaults, **fields}, now=NOW)
