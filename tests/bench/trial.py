#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one benchmark with little, and once: it must end well and print figures.

    trial.py PROGRAM"""

import json
import math
import os
import subprocess
import sys


def main() -> int:
    environment = dict(os.environ, SALON_BENCH_TRIAL="1")
    run = subprocess.run(sys.argv[1:], env=environment, stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        print(f"ended with {run.returncode}")
        return 1
    figures = [json.loads(line) for line in run.stdout.splitlines()]
    if not figures:
        print("no figures")
        return 1
    for figure in figures:
        measured = figure["runs"] + figure.get("yardstick_runs", [])
        if not measured or not all(isinstance(value, (int, float)) and math.isfinite(value) for value in measured):
            print(f"not measured: {figure['figure']}")
            return 1
        if "yardstick" in figure and len(figure["runs"]) != len(figure["yardstick_runs"]):
            print(f"another number of runs of the yardstick: {figure['figure']}")
            return 1
    print(f"{len(figures)} figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
