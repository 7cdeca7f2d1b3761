"""The choices of a profile; pure. Codes are what is stored and sent, words are translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OwnerKind(TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")
    PROSPECT = "prospect", _("Prospect")


class Gender(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class Channel(TextChoices):
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    WECHAT = "wechat", _("WeChat")
    PORTAL = "portal", _("Owner portal")


class Hours(TextChoices):
    ANY = "any", _("Any time")
    MORNING = "morning", _("Mornings")
    AFTERNOON = "afternoon", _("Afternoons")
    EVENING = "evening", _("Evenings")
    WEEKEND = "weekend", _("Weekends")


class Manner(TextChoices):
    """How somebody likes to be talked with: a hint for whoever answers, never a judgement."""

    CALM = "calm", _("Calm")
    TALKATIVE = "talkative", _("Talkative")
    EXACTING = "exacting", _("Exacting")
    EXCITABLE = "excitable", _("Excitable")
    RESERVED = "reserved", _("Reserved by nature")
    BRISK = "brisk", _("Brisk")


class SensitiveTrade(TextChoices):
    LAWYER = "lawyer", _("Lawyer")
    JOURNALIST = "journalist", _("Journalist")
    OFFICIAL = "official", _("Public official")
    COMPETITOR = "competitor", _("Works for a competitor")
    OPINION_LEADER = "opinion_leader", _("Opinion leader")


class Kinship(TextChoices):
    """Who somebody is in his household, seen from its head."""

    HEAD = "head", _("Head of the household")
    SPOUSE = "spouse", _("Husband or wife")
    PARTNER = "partner", _("Partner")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Father or mother")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    SIBLING = "sibling", _("Brother or sister")
    RELATIVE = "relative", _("Other relative")
    HELPER = "helper", _("Keeps house")
    TENANT = "tenant", _("Tenant")


class IncomeBand(TextChoices):
    """Yearly household income, in the currency of the project, as people are willing to say it."""

    UNDER_100K = "under_100k", _("Under 100,000")
    TO_200K = "100k_200k", _("100,000 to 200,000")
    TO_500K = "200k_500k", _("200,000 to 500,000")
    TO_1M = "500k_1m", _("500,000 to 1,000,000")
    OVER_1M = "over_1m", _("Over 1,000,000")


class Housing(TextChoices):
    FIRST_HOME = "first_home", _("First home")
    UPGRADING = "upgrading", _("Moving to something better")
    SECOND_HOME = "second_home", _("Second home")
    FOR_PARENTS = "for_parents", _("For parents or children")
    INVESTMENT = "investment", _("Investment")


class Education(TextChoices):
    SCHOOL = "school", _("School")
    VOCATIONAL = "vocational", _("Vocational college")
    BACHELOR = "bachelor", _("Bachelor's degree")
    MASTER = "master", _("Master's degree or above")


class IdentityKind(TextChoices):
    CN = "cn", _("Mainland identity card")
    TW = "tw", _("Taiwan identity card")
    HK = "hk", _("Hong Kong identity card")
    FI = "fi", _("Finnish identity code")
    PASSPORT = "passport", _("Passport")
    BUSINESS = "business", _("Business registration")


class Source(TextChoices):
    SHOWROOM = "showroom", _("Showroom")
    HOTLINE = "hotline", _("Hotline")
    WEB = "web", _("Website")
    REFERRAL = "referral", _("Recommended by an owner")
    AGENCY = "agency", _("Agency")
    EVENT = "event", _("Event")
    IMPORT = "import", _("Import")
