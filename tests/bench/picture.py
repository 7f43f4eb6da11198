#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""picture.py RESULTS FOLDER: curves of the figures that lie on an axis, as FOLDER/AXIS.svg. Both
scales of a picture are logarithmic; a dashed curve is the yardstick."""
import math
import os
import sys
from collections import defaultdict
from html import escape

from table import figures_of

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 40, 56, 45
DASHED = 'stroke-dasharray="6 4" stroke-opacity="0.6"'
COLOURS = ("#2563eb", "#c2410c", "#15803d", "#7c3aed")


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


class Scale:
    """Values of one axis as places in the picture, from the decade below to the decade above."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def place(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def decades(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def text(x, y, words, anchor="middle", extra=""):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" {extra}>{escape(words)}</text>'


def line(points, colour, dash=""):
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2" {dash}/>'


def grid(across, up):
    for value in across.decades():
        x = across.place(value)
        yield line([(x, TOP), (x, HEIGHT - BOTTOM)], "#d4d4d8", 'stroke-opacity="0.6"')
        yield text(x, HEIGHT - BOTTOM + 18, number(value))
    for value in up.decades():
        y = up.place(value)
        yield line([(LEFT, y), (WIDTH - RIGHT, y)], "#d4d4d8", 'stroke-opacity="0.6"')
        yield text(LEFT - 8, y + 4, number(value), "end")


def picture(axis, curves):
    """`curves`: of each name its points (at, value, yardstick or None)."""
    across = Scale([at for points in curves.values() for at, _, _ in points], LEFT, WIDTH - RIGHT)
    values = [v for points in curves.values() for point in points for v in point[1:] if v]
    up = Scale(values, HEIGHT - BOTTOM, TOP)
    parts = list(grid(across, up))
    for row, ((name, points), colour) in enumerate(zip(sorted(curves.items()), COLOURS)):
        points.sort()
        parts.append(line([(across.place(at), up.place(v)) for at, v, _ in points], colour))
        parts += [
            f'<circle cx="{across.place(at):.1f}" cy="{up.place(v):.1f}" r="3.5" fill="{colour}"/>'
            for at, v, _ in points
        ]
        theirs = [(across.place(at), up.place(y)) for at, _, y in points if y]
        if len(theirs) == len(points):
            parts.append(line(theirs, colour, DASHED))
            name += "; dashed: the yardstick"
        y = 14 + 16 * row
        parts.append(line([(LEFT, y), (LEFT + 24, y)], colour))
        parts.append(text(LEFT + 32, y + 4, name, "start"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, axis))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" fill="#52525b">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pictures = defaultdict(lambda: defaultdict(list))
    for figure in figures_of(sys.argv[1]):
        conditions = figure["conditions"]
        if "axis" not in conditions:
            continue
        name = f"{conditions['curve']}, {figure['unit']}"
        theirs = figure["yardstick_median"] if conditions.get("draws_yardstick") else None
        pictures[conditions["axis"]][name].append((conditions["at"], figure["median"], theirs))
    os.makedirs(sys.argv[2], exist_ok=True)
    for axis, curves in pictures.items():
        path = os.path.join(sys.argv[2], axis.replace(" ", "_") + ".svg")
        with open(path, "w", encoding="utf-8") as file:
            file.write(picture(axis, curves))
        print(path)


if __name__ == "__main__":
    main()
