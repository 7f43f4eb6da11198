#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the JSON lines that the fault tests wrote as a table: what was tried, and what held."""
import json
import sys

HEADINGS = ("test", "held", "tried", "found")
ASIDE = ("test", "held", "found", "seed")


def words(value):
    if isinstance(value, dict):
        return " ".join(f"{key} {number}" for key, number in value.items())
    return str(value)


def row(line):
    tried = ", ".join(f"{key.replace('_', ' ')} {words(value)}" for key, value in line.items() if key not in ASIDE)
    found = {key: number for key, number in line.get("found", {}).items() if number}
    return (line["test"], "yes" if line["held"] else "NO", tried, words(found) or "nothing")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    if not lines:
        sys.exit("table: nothing was tried")
    rows = [HEADINGS, *map(row, lines)]
    widths = [max(len(cells[i]) for cells in rows) for i in (0, 1)]
    for test, held, tried, found in rows:
        print(f"{test:{widths[0]}}  {held:{widths[1]}}  {tried}; found: {found}" if test != "test"
              else f"{test:{widths[0]}}  {held:{widths[1]}}  {tried}")
    failed = sum(not line["held"] for line in lines)
    print(f"{len(lines)} tried with seed {lines[0]['seed']}, {failed} did not hold")


if __name__ == "__main__":
    main()
