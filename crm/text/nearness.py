"""Words one slip of the finger away: a letter wrong, missing, too many, or two swapped. Pure.

All words that near a word are written out and looked up by an ordinary index of equals: some hundreds of look-ups,
a few milliseconds, and nothing is missed. A similarity index finds less and asks more.
"""

ALPHABET = "abcdefghijklmnopqrstuwxyz"  # v is one with u, as `crm.text.letters` writes it
SHORTEST, LONGEST = 4, 28


def near_words(word: str) -> list[str]:
    """Every other word that one slip makes of this one; none for words so short that all would be near."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isascii():
        return []
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in cuts if right for letter in ALPHABET}
    extra = {left + letter + right for left, right in cuts for letter in ALPHABET}
    return sorted((missing | swapped | wrong | extra) - {word})


def turnings(word: str) -> list[str]:
    """The word with its end put first, at every cut: given name first, as passports and Finns write it."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    return sorted({word[at:] + word[:at] for at in range(1, len(word))} - {word})
