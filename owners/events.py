"""What happened on this floor; ids and facts only."""

from dataclasses import dataclass

from crm.events.base import Event


@dataclass(frozen=True)
class OwnerAdded(Event):
    owner_id: int
    kind: str

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class OwnerChanged(Event):
    """`fields` names what was changed, never to what."""

    owner_id: int
    fields: tuple[str, ...]

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class OwnershipRecorded(Event):
    ownership_id: int
    owner_id: int
    home_id: int

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class PurchaseRecorded(Event):
    purchase_id: int
    owner_id: int
    project_id: int
    kind: str

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class PurchaseCancelled(Event):
    purchase_id: int
    owner_id: int
    project_id: int

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class HomeHandedOver(Event):
    home_id: int
    project_id: int

    @property
    def stream(self) -> str:
        return f"home:{self.home_id}"


@dataclass(frozen=True)
class OwnersMerged(Event):
    """One owner went into another; every row of his names the one who was kept."""

    merge_id: int
    kept_id: int
    gone_id: int

    @property
    def stream(self) -> str:
        return f"owner:{self.kept_id}"


@dataclass(frozen=True)
class MergeUndone(Event):
    merge_id: int
    kept_id: int
    gone_id: int

    @property
    def stream(self) -> str:
        return f"owner:{self.kept_id}"
