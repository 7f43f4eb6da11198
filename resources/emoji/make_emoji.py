#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes emoji.txt from Unicode's emoji-test.txt.

make_emoji.py /usr/share/unicode/emoji/emoji-test.txt > emoji.txt

Groups begin with "# "; below each, in Unicode's order, an emoji a line: its characters, a tab, its name.
Where a skin tone may stand there is "~", or "^" where without one U+FE0F stands.
"""
import re
import sys
import unicodedata

LINE = re.compile(r"^([0-9A-F ]+?) *; fully-qualified +# \S+ E[0-9.]+ (.+)$")
TONES = [chr(0x1F3FB + i) for i in range(5)]
TONE_NAMES = ["light", "medium-light", "medium", "medium-dark", "dark"]
PLAIN = "\uFE0F"


def name_of(words):
    """ "piñata" -> pinata, "keycap: #" -> keycap_hash """
    for sign, word in (("#", "hash"), ("*", "asterisk"), ("’", ""), ("!", "")):
        words = words.replace(sign, word)
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def read(lines):
    """Groups of (characters, words), all tones among them."""
    groups = []
    for line in lines:
        if line.startswith("# group: "):
            groups.append((line[9:].strip(), []))
        match = LINE.match(line)
        if match:
            groups[-1][1].append(("".join(chr(int(code, 16)) for code in match[1].split()), match[2]))
    return [(name, entries) for name, entries in groups if entries]


def pattern_of(text, tones):
    """`text` with marks where a tone goes, if one and the same tone gives all of `tones`."""
    first = tones[0].split(TONES[0])
    pattern, rest = "", text
    for i, piece in enumerate(first):
        if not rest.startswith(piece):
            return None
        pattern, rest = pattern + piece, rest[len(piece):]
        if i + 1 < len(first):
            has_plain = rest.startswith(PLAIN)
            pattern, rest = pattern + ("^" if has_plain else "~"), rest[has_plain:]
    made = [pattern.replace("~", tone).replace("^", tone) for tone in TONES]
    return pattern if not rest and made == tones else None


def tone_of(known, words, tone):
    """The emoji with that tone, or None: "man: red hair" is "man: light skin tone, red hair" among them, and
    "kiss: man, man" is "kiss: man, man, light skin tone"."""
    head, _, tail = words.partition(": ")
    before = f"{head}: {tone} skin tone" + (f", {tail}" if tail else "")
    return known.get(before) or known.get(f"{words}, {tone} skin tone")


def main(path):
    with open(path, encoding="utf-8") as file:
        groups = read(file)
    known = {words: text for _, entries in groups for text, words in entries}
    names = set()
    for group, entries in groups:
        print(f"# {group}")
        for text, words in entries:
            if any(tone in text for tone in TONES):
                continue
            tones = [tone_of(known, words, tone) for tone in TONE_NAMES]
            shown = pattern_of(text, tones) if all(tones) else text
            assert shown, f"{words}: tones are not where one would look for them"
            name = name_of(words)
            assert name and name not in names, f"{words}: name taken"
            names.add(name)
            print(f"{shown}\t{name}")


if __name__ == "__main__":
    main(sys.argv[1])
