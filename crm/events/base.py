"""What a fact is: a frozen dataclass in the past tense that holds ids and facts, never personal data."""

from dataclasses import asdict, dataclass
from typing import ClassVar

TYPES: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Base of all facts. A fact names its `stream`, within which order is kept."""

    name: ClassVar[str] = "Event"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.name = cls.__name__
        TYPES[cls.__name__] = cls

    @property
    def stream(self) -> str:
        raise NotImplementedError

    def payload(self) -> dict:
        """The fields as JSON can hold them."""
        return asdict(self)
