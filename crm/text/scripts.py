"""One spelling for traditional and simplified characters, character by character.

opencc converts phrases by their context, which reads well and searches badly: a phrase cut in two converts
differently from the whole, and a substring would no longer be found in its own text. So opencc is asked once
about every single character, in the directions and regions it knows; characters that it takes for each other
become one. The result is a table for `str.translate`, read-only and thus safe between threads.
"""

from functools import cache

BLOCKS = [(0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0)]
DIRECTIONS = ["t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk"]
# Pairs that opencc joins only inside phrases, or not at all.
ALSO_ONE = [
    "著着",
    "瞭了",
    "藉借",
    "覆复",
    "祇只",
    "讬托",
    "痺痹",
    "汚污",
    "簷檐",
    "甎砖",
    "堦阶",
    "紥扎",
    "妳你",
    "牠它",
]


@cache
def folding() -> dict[int, str]:
    """Every character that is folded, to the simplified one that stands for its family."""
    import opencc  # 80 ms and 10 MB: only whoever searches pays

    characters = [chr(point) for start, end in BLOCKS for point in range(start, end)]
    lines = "\n".join(characters)
    families = _Families()
    simplified = {}
    for direction in DIRECTIONS:
        converted = opencc.OpenCC(direction).convert(lines).split("\n")
        pairs = [(a, b) for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1]
        families.join(pairs)
        if direction == "t2s":
            simplified = dict(pairs)
    families.join([tuple(pair) for pair in ALSO_ONE])
    return families.table(simplified)


class _Families:
    """Characters that stand for each other, joined pair by pair."""

    def __init__(self):
        self.parent: dict[str, str] = {}

    def root(self, character: str) -> str:
        while character in self.parent and self.parent[character] != character:
            character = self.parent[character]
        return character

    def join(self, pairs) -> None:
        for a, b in pairs:
            self.parent.setdefault(a, a)
            self.parent.setdefault(b, b)
            self.parent[self.root(a)] = self.root(b)

    def table(self, simplified: dict[str, str]) -> dict[int, str]:
        members: dict[str, list[str]] = {}
        for character in self.parent:
            members.setdefault(self.root(character), []).append(character)
        folded = {}
        for family in members.values():
            heads = [character for character in family if character not in simplified]
            head = min(heads or family)
            folded.update({ord(character): head for character in family if character != head})
        return folded
