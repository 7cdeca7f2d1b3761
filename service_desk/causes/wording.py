"""Causes in words: the whole way down to one; and the form in which they are sought."""

from collections.abc import Iterable, Mapping

from crm.text import normalise
from crm.text.letters import letters_of

ARROW = " › "


def path_text(code: str, labels: Mapping[str, str]) -> str:
    """Engineering quality › waterproofing › leak; a word without a label stands as it is."""
    words = code.split(".")
    known = [".".join(words[: count + 1]) for count in range(len(words))]
    return ARROW.join(labels.get(one) or one.rpartition(".")[2].replace("_", " ") for one in known)


def search_text(code: str, names: Mapping[str, str], words: Iterable[str]) -> str:
    """All names and words in one script, with the sound of the Chinese ones: whole syllables and their first letters."""
    said = [*names.values(), *words]
    spoken = [sound for text in said for sound in _sounds(text)]
    return normalise(" ".join([code.replace(".", " ").replace("_", " "), *said, *spoken]))


def _sounds(text: str) -> list[str]:
    """渗漏 is shenlou and sl; a text without Chinese characters has no further sound."""
    if text.isascii():
        return []
    from pypinyin import lazy_pinyin  # 60 ms: only whoever edits the tree pays

    syllables = [one for one in lazy_pinyin(text, errors="ignore") if one]
    if not syllables:
        return []
    return ["".join(syllables), "".join(one[0] for one in syllables)]


def sought(query: str) -> list[str]:
    """What is looked for, word by word, each also without the marks on its letters."""
    return [word for word in normalise(query).split() if word]


def matches(document: str, words: list[str]) -> bool:
    """Whether every word stands in the document, as it is or by its bare letters."""
    bare = letters_of(document)
    return all(word in document or (len(word) > 1 and letters_of(word) in bare) for word in words)
