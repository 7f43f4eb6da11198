#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the JSON lines that the fault tests wrote as a table: what was tried, what held, and what there was no time for."""
import collections
import json
import sys

HEADINGS = ("test", "held", "tried")
ASIDE = ("test", "held", "found", "seed")


def words(value):
    if isinstance(value, dict):
        return " ".join(f"{key} {number}" for key, number in value.items())
    return str(value)


def row(line):
    tried = ", ".join(f"{key.replace('_', ' ')} {words(value)}" for key, value in line.items() if key not in ASIDE)
    found = {key: number for key, number in line.get("found", {}).items() if number}
    return (line["test"], "yes" if line["held"] else "NO", f"{tried}; found: {words(found) or 'nothing'}")


def is_cut_short(line):
    return line.get("cut_short") or any(
        line.get(key.removesuffix("_asked"), 0) < asked for key, asked in line.items() if key.endswith("_asked"))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    tried = [line for line in lines if "left_out" not in line]
    left_out = collections.Counter(line["test"] for line in lines if "left_out" in line)
    if not tried:
        sys.exit("table: nothing was tried")
    rows = [HEADINGS, *map(row, tried),
            *((test, "-", f"{count} left out for want of time") for test, count in left_out.items())]
    widths = [max(len(cells[i]) for cells in rows) for i in (0, 1)]
    for test, held, what in rows:
        print(f"{test:{widths[0]}}  {held:{widths[1]}}  {what}")
    failed = sum(not line["held"] for line in tried)
    short = sum(bool(is_cut_short(line)) for line in tried)
    print(f"{len(tried)} tried with seed {tried[0]['seed']}, {failed} did not hold; "
          f"for want of time {short} were cut short and {left_out.total()} left out")


if __name__ == "__main__":
    main()
