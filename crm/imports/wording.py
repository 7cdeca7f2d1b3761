"""The fields of a mapping in words, for whoever looks at a file before it is taken."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.imports.models import Kind
from crm.web import formats

KINDS = {
    Kind.OWNERS: _("Owners"),
    Kind.HOMES: _("Homes"),
    Kind.PURCHASES: _("Purchases"),
    Kind.CASES: _("Complaints"),
}

FIELDS = {
    "address": _("Address"),
    "amount": _("Amount"),
    "area": _("Area"),
    "bathrooms": _("Bathrooms"),
    "bedrooms": _("Bedrooms"),
    "birth_date": _("Born"),
    "building": _("Building"),
    "channel": _("Channel"),
    "caller": _("Name of the caller"),
    "closed_at": _("Closed on"),
    "currency": _("Currency"),
    "email": _("E-mail"),
    "entrance": _("Entrance"),
    "external_ref": _("Reference in its source"),
    "floor": _("Floor"),
    "floors": _("Number of floors"),
    "gender": _("Gender"),
    "handover_due_on": _("Handover promised for"),
    "handover_on": _("Handed over on"),
    "home": _("Home"),
    "home_number": _("Number of the home"),
    "home_type": _("Type of home"),
    "identity": _("Identity number"),
    "identity_kind": _("Kind of identity paper"),
    "is_closed": _("Is it closed?"),
    "kind": _("Kind"),
    "known_since": _("Known since"),
    "language": _("Language"),
    "living_rooms": _("Living rooms"),
    "name": _("Name"),
    "number": _("Number"),
    "must_reply": _("Must it be replied to?"),
    "occupation": _("Occupation"),
    "office": _("Office"),
    "owned_since": _("Owner since"),
    "owner_language": _("Language of the owner"),
    "owner_name": _("Name of the owner"),
    "owner_number": _("Number of the owner"),
    "owner_phone": _("Telephone of the owner"),
    "owner_ref": _("Owner in the source"),
    "payment": _("Way of paying"),
    "phone": _("Telephone"),
    "postal_address": _("Postal address"),
    "project": _("Project"),
    "received_at": _("Received on"),
    "result": _("Result"),
    "share": _("Share"),
    "signed_on": _("Signed on"),
    "subject": _("Subject"),
    "summary": _("Summary"),
    "type": _("Type"),
    "unit": _("Unit"),
    "words": _("Words that were said"),
    "reply_due_at": _("Reply due at"),
    "ticket": _("Ticket"),
}

# How a file may be written. What is not told apart by name is by the order of its bytes.
ENCODINGS = {
    "utf-8": _("UTF-8, every language"),
    "utf-8-sig": _("UTF-8, every language"),
    "gb18030": _("GB18030, simplified Chinese"),
    "gbk": _("GB18030, simplified Chinese"),
    "big5hkscs": _("Big5, traditional Chinese"),
    "big5": _("Big5, traditional Chinese"),
    "utf-16": _("UTF-16, as Excel writes “Unicode text”"),
    "utf-16-le": _("UTF-16, small byte first"),
    "utf-16-be": _("UTF-16, great byte first"),
    "cp1252": _("Windows 1252, western Europe"),
}

# What a code of a field means, where the field has choices.
VALUES = {
    "person": _("Person"),
    "company": _("Company"),
    "prospect": _("Prospect"),
    "male": _("Male"),
    "female": _("Female"),
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
    "en": "English",
    "fi": "Suomi",
    "cn": _("Mainland identity card"),
    "tw": _("Taiwan identity card"),
    "hk": _("Hong Kong identity card"),
    "passport": _("Passport"),
    "business": _("Business registration"),
    "apartment": _("Apartment"),
    "house": _("House"),
    "townhouse": _("Town house"),
    "shop": _("Shop"),
    "office": _("Office"),
    "parking": _("Parking space"),
    "reservation": _("Reservation"),
    "subscription": _("Subscription"),
    "contract": _("Contract"),
    "resale": _("Resale"),
    "full": _("Paid in full"),
    "instalments": _("In instalments"),
    "mortgage": _("Mortgage"),
    "provident_fund": _("Provident fund"),
    "combined": _("Combined loan"),
    "complaint": _("Complaint"),
    "inquiry": _("Inquiry"),
    "suggestion": _("Suggestion"),
    "repair": _("Repair"),
    "praise": _("Praise"),
    "phone": _("Phone"),
    "front_desk": _("Front desk"),
    "import": _("Import"),
    "web": _("Website"),
    "app": _("App"),
    "hotline": _("Hotline"),
    "engineering_quality": _("Engineering quality"),
    "sales_service": _("Sales service"),
    "property_service": _("Property service"),
    "handover": _("Handover"),
    "title_deed": _("Title deed"),
    "other": _("Other"),
}

# What an import makes, by model: said before it is undone.
MODELS = {
    "owners.owner": _("Owners"),
    "owners.ownerproject": _("Owners' places in a project"),
    "owners.home": _("Homes"),
    "owners.building": _("Buildings"),
    "owners.entrance": _("Entrances"),
    "owners.purchase": _("Purchases"),
    "owners.ownership": _("Ownerships"),
    "service_desk.case": _("Complaints"),
}

# How a column is read, beside its field: what may be said about days, areas, money, shares, papers.
OPTIONS = {
    "order": (_("Days are written"), {"": _("year first, or as it is plain"), "dmy": _("day, month, year"), "mdy": _("month, day, year")}),
    "era": (_("Years are counted"), {"": _("as everywhere"), "roc": _("from 1912 (民國)")}),
    "century": (_("Years of two digits"), {"": _("are refused"), "1940": _("mean 1940 to 2039")}),
    "unit": (_("Counted in"), {"": _("as it stands there"), "坪": "坪", "万": "万 / 萬", "percent": "%"}),
    "currency": (_("Currency"), {"": _("of the project"), "CNY": "CNY", "TWD": "TWD", "HKD": "HKD", "EUR": "EUR", "USD": "USD"}),
    "kind": (_("Kind of identity paper"), {"": _("by its form"), "cn": VALUES["cn"], "tw": VALUES["tw"], "hk": VALUES["hk"], "fi": _("Finnish identity code"), "passport": VALUES["passport"]}),
}  # fmt: skip
UNITS = {"area": ("", "坪"), "amount": ("", "万"), "share": ("", "percent")}
MONEY = ("amount", "margin_amount")


def field(name: str) -> str:
    """A field in the reader's language; one that only somebody's own mapping knows keeps its name."""
    return str(FIELDS.get(name, name))


def value(code) -> str:
    """A code in words; what is no code stays as it is."""
    return str(VALUES.get(code, code)) if isinstance(code, str) else str(code)


def model(label: str) -> str:
    return str(MODELS.get(label.lower(), label))


def shown(name: str, said, currency: str) -> str:
    """A value of a field as a reader understands it."""
    if said is None or said == "":
        return ""
    if name in MONEY and isinstance(said, int):
        return formats.money_text(said, currency)
    if isinstance(said, datetime):
        return formats.moment_text(timezone.localtime(said))
    if isinstance(said, date):
        return formats.date_text(said)
    if name == "share" and isinstance(said, Decimal):
        return f"{formats.number_text((said * 100).normalize())} %"
    if isinstance(said, Decimal | int) and not isinstance(said, bool):
        return formats.number_text(said)
    return value(said) if name in CODED else str(said)


CODED = {
    "kind",
    "gender",
    "language",
    "owner_language",
    "type",
    "home_type",
    "payment",
    "channel",
    "subject",
    "identity_kind",
}


def encoding(name: str) -> str:
    """An encoding as people may know it; its own name where nothing else is known."""
    return str(ENCODINGS.get(name, name))
