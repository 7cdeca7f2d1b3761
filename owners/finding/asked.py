"""What a query may be: a name, a telephone, a number, an address. Pure."""

import re
from dataclasses import dataclass
from functools import cached_property

from crm.text import normalise
from crm.text.letters import letters_of
from crm.text.nearness import near_words, turnings
from crm.written import addresses
from owners.people import rules

_NUMBER = re.compile(r"o-\d{4}-\d{6,}")
_PHONE = re.compile(r"\+?[\d\s\-()]+")
_IDENTITY = re.compile(r"(?=.*\d{5})[0-9a-z+\-]{8,18}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MOST_INITIALS = 4


@dataclass(frozen=True)
class Asked:
    """A query, read once. Everything here is worked out of its words and asks nobody."""

    query: str

    @cached_property
    def plain(self) -> str:
        return normalise(self.query)

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.plain) is not None

    @property
    def is_email(self) -> bool:
        return "@" in self.plain

    @property
    def has_digits(self) -> bool:
        return re.search(r"\d", self.plain) is not None

    @cached_property
    def phone(self) -> str:
        """The digits of what may be a telephone number, whole or its end; "" where it is none."""
        return rules.plain_phone(self.query) if _PHONE.fullmatch(self.plain) else ""

    @property
    def last4(self) -> str:
        return self.phone if len(self.phone) == 4 and self.phone.isdecimal() else ""

    @property
    def whole_phone(self) -> str:
        return self.phone if rules.phone_is_plausible(self.phone) else ""

    @property
    def identity(self) -> str:
        found = _IDENTITY.fullmatch(self.plain.replace(" ", ""))
        return rules.plain_identity(self.query) if found else ""

    @property
    def address(self) -> str:
        """The form in which a whole postal address is compared; any words may be one."""
        return addresses.compared(self.query)

    @property
    def may_be_exact(self) -> bool:
        """Whether it may be a whole telephone or identity number."""
        return bool(self.whole_phone or self.identity)

    @cached_property
    def is_chinese(self) -> bool:
        return _CHINESE.search(self.plain) is not None

    @cached_property
    def name_key(self) -> str:
        """The sort key of somebody whose name is just this."""
        return rules.name_key(self.query)

    @cached_property
    def sound(self) -> str:
        """The bare letters of how it sounds: 張偉, Zhāng Wěi and zhang-wei are all zhangwei, lyu is lu."""
        sounds = letters_of("".join(rules.name_sounds(self.query)))
        return sounds if self.is_chinese else sounds.replace("lyu", "lu").replace("nyu", "nu")

    @property
    def near(self) -> list[str]:
        """Sounds one slip away; a Chinese name is mistyped by its homophones, which sound alike."""
        return [] if self.is_chinese else near_words(self.sound)

    @property
    def near_turned(self) -> list[str]:
        """The same for two words in the other order."""
        words = self.plain.split(" ")
        return Asked(f"{words[1]}{words[0]}").near if len(words) == 2 else []

    @cached_property
    def turned(self) -> list[str]:
        """The same with the given name first or last; where the words are parted, parted only there."""
        if self.is_chinese:
            return []
        words = [letters_of(word) for word in re.split(r"[\s,]+", self.plain) if letters_of(word)]
        if len(words) > 1:
            return ["".join(words[at:] + words[:at]) for at in range(1, len(words))]
        return turnings(self.sound)

    @property
    def initials(self) -> str:
        fits = 2 <= len(self.sound) <= _MOST_INITIALS and not self.is_chinese
        return self.sound if fits else ""
