"""What pages and API do alike with what was sent: the places it names are looked up, and the service is called."""

from crm.organisation import access, selectors, services


def add(actor, kind: str, given: dict, *, now):
    """A new thing of this kind; `given` holds code, name, names and, by kind, where it belongs."""
    named = {"code": given["code"], "name": given["name"], "names": given["names"], "now": now}
    if kind == "city":
        region = access.place_for(actor, "region", given["region"])
        return services.add_city(actor, region=region, country=given["country"], **named)
    if kind == "project":
        city = access.place_for(actor, "city", given["city"])
        return services.add_project(actor, city=city, **_working(given), **named)
    access.require_whole_group(actor)
    if kind == "region":
        return services.add_region(actor, **named)
    return services.add_department(actor, kind=given["kind"], **named)


def move(actor, kind: str, thing, given: dict, *, now):
    """A city to another region; a project to another city, clock or calendar."""
    if kind == "city":
        region = access.place_for(actor, "region", given["region"])
        return services.move_city(actor, thing, region=region, now=now)
    city = access.place_for(actor, "city", given["city"])
    return services.move_project(actor, thing, city=city, **_working(given), now=now)


def _working(given: dict) -> dict:
    calendar = selectors.calendar_by_code(given["calendar"])
    return {"timezone": given["timezone"], "currency": given["currency"], "calendar": calendar}
