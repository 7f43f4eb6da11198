#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""compare.py NOW BEFORE: the figures of two runs of the benchmarks, and their quotients. What has a
yardstick is compared by its ratio to it: the machine may have been faster that day."""
import sys

from table import figures_of, number, print_table

HEADINGS = ("figure", "before", "now", "now / before", "spread before", "spread now")
SPREAD_FROM = 3  # runs


def name_of(figure):
    return f"{figure['bench']}: {figure['figure']}"


def value_of(figure):
    return figure.get("ratio", figure["median"])


def values_of(figure):
    runs = figure.get("runs", [])
    if "ratio" in figure:
        return [ours / theirs for ours, theirs in zip(runs, figure["yardstick_runs"]) if theirs]
    return runs


def spread(figure):
    values = values_of(figure)
    if len(values) < SPREAD_FROM:
        return ""
    return f"{number(min(values))} to {number(max(values))}"


def verdict(before, now):
    quotient = f"{value_of(now) / value_of(before):.3f} ×" if value_of(before) else ""
    if min(len(values_of(before)), len(values_of(now))) < SPREAD_FROM:
        return quotient
    is_apart = max(values_of(now)) < min(values_of(before)) or min(values_of(now)) > max(values_of(before))
    return quotient + (" *" if is_apart else "")


def row(before, now):
    unit = " ×" if "ratio" in now else " " + now["unit"]
    return (
        name_of(now),
        number(value_of(before)) + unit,
        number(value_of(now)) + unit,
        verdict(before, now),
        spread(before),
        spread(now),
    )


def differing_conditions(before, now):
    """What must be known of a comparison: which of the conditions are not the same."""
    keys = sorted(set(before["conditions"]) | set(now["conditions"]))
    for key in keys:
        values = [figure["conditions"].get(key, "not told") for figure in (before, now)]
        if values[0] != values[1] and not isinstance(values[0], float):
            yield f"{key.replace('_', ' ')}: {values[0]} before, {values[1]} now"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    now, earlier = figures_of(sys.argv[1]), {name_of(f): f for f in figures_of(sys.argv[2])}
    pairs = [(earlier[name_of(f)], f) for f in now if name_of(f) in earlier]
    if not pairs:
        sys.exit("compare: the two files have no figure in common")
    print_table(HEADINGS, [row(*pair) for pair in pairs])
    print("* no run of now was within those of before")
    for line in dict.fromkeys(line for pair in pairs for line in differing_conditions(*pair)):
        print(line)
    for title, names in (
        ("measured now only", [name_of(f) for f in now if name_of(f) not in earlier]),
        ("measured before only", [name for name in earlier if name not in {name_of(f) for f in now}]),
    ):
        if names:
            print(f"{title}: {', '.join(names)}")


if __name__ == "__main__":
    main()
