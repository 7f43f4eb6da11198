#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the fonts of the client from those of Inter 3.19: a text is shaped at a third of the cost.

    make_fonts.py FOLDER    with the project's Inter-*.otf (Debian has them as fonts-inter); needs fonttools

Left out are the features that nobody can switch on in Salon, and of those that are always on:
- `calt`, which shows other characters than were typed: an arrow for "->", a cross for the x in "10x20".
- ligatures of a letter and a mark that Unicode composes to one character: HarfBuzz has put it there before.
- letters in circles and squares that are typed as a letter and an enclosing mark: both are shown.
"""

import pathlib
import sys
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTFont

KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "frac", "numr", "dnom"]
LIGATURES = 4  # the type of such a lookup
ENCLOSING = "Me"
HERE = pathlib.Path(__file__).parent


def is_composed(character):
    parts = unicodedata.normalize("NFD", character)
    return parts != character and unicodedata.normalize("NFC", parts) == character


def is_needless(ligature, characters):
    """Whether it shows a character that HarfBuzz composes before ligatures are looked for, or a letter in a frame."""
    shown = characters.get(ligature.LigGlyph, [])
    marks = [c for glyph in ligature.Component for c in characters.get(glyph, [])]
    return (any(is_composed(character) for character in shown)
            or any(unicodedata.category(mark) == ENCLOSING for mark in marks))


def drop_needless(font):
    characters = {}
    for character, glyph in font.getBestCmap().items():
        characters.setdefault(glyph, []).append(chr(character))
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType != LIGATURES:
                continue
            for first, ligatures in list(table.ligatures.items()):
                table.ligatures[first] = [one for one in ligatures if not is_needless(one, characters)]
                if not table.ligatures[first]:
                    del table.ligatures[first]


def main():
    options = subset.Options(layout_features=KEPT_FEATURES, name_IDs=["*"], name_languages=["*"], glyph_names=False,
                             notdef_outline=True, recalc_timestamp=False)
    for style in ("Regular", "SemiBold", "Italic"):
        name = f"Inter-{style}.otf"
        font = TTFont(pathlib.Path(sys.argv[1]) / name, recalcTimestamp=False)
        drop_needless(font)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=font.getBestCmap())
        cutter.subset(font)
        font.save(HERE / name)


main()
