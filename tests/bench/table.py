#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""table.py [--markdown] RESULTS: prints the JSON lines that the benchmarks wrote as a table, with the
conditions below it."""
import json
import sys

HEADINGS = ("figure", "measured", "yardstick", "ratio", "aim", "now", "spread of the runs")


def number(value):
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def spread(runs):
    if not runs or len(runs) < 2:
        return ""
    return f"{number(min(runs))} to {number(max(runs))}, {len(runs)} runs"


def row(figure):
    has_ratio = "ratio" in figure
    sign = " ×" if has_ratio else " " + figure["unit"]
    aims = [f"≤ {number(figure[key])}{sign}" if key in figure else "" for key in ("aim", "aim_now")]
    return (
        f"{figure['bench']}: {figure['figure']}",
        f"{number(figure['median'])} {figure['unit']}",
        f"{number(figure['yardstick_median'])} {figure['unit']}" if has_ratio else "",
        f"{number(figure['ratio'])} ×" if has_ratio else "",
        *aims,
        spread(figure.get("runs")),
    )


def print_table(headings, rows):
    widths = [max(len(line[i]) for line in [headings, *rows]) for i in range(len(headings))]
    for line in [headings, tuple("-" * width for width in widths), *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def print_conditions(figures):
    """What holds for all figures of a benchmark, once; the rest stands in the JSON lines."""
    print()
    for bench in dict.fromkeys(figure["bench"] for figure in figures):
        mine = [figure for figure in figures if figure["bench"] == bench]
        shared = dict(mine[0]["conditions"])
        for figure in mine[1:]:
            shared = {k: v for k, v in shared.items() if figure["conditions"].get(k) == v}
        text = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in shared.items())
        yardsticks = {figure["yardstick"] for figure in mine if "yardstick" in figure}
        print(f"{bench}: {text}" + "".join(f"; yardstick: {name}" for name in sorted(yardsticks)))
    print("measured: median of the runs; ratio: median of the ratios run by run")


def print_markdown(headings, rows):
    for line in [headings, ["---"] * len(headings), *rows]:
        print("| " + " | ".join(line) + " |")


def figures_of(path):
    with open(path, encoding="utf-8") as lines:
        figures = [json.loads(line) for line in lines if line.startswith("{")]
    if not figures:
        sys.exit(f"{path} has no figures")
    return figures


def main():
    is_markdown = "--markdown" in sys.argv
    figures = figures_of(sys.argv[-1])
    (print_markdown if is_markdown else print_table)(HEADINGS, [row(figure) for figure in figures])
    print_conditions(figures)


if __name__ == "__main__":
    main()
