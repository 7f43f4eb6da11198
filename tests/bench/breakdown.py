#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""breakdown.py: what the CPU of a process went to, by stage. Reads from standard input what
`perf record -F 2000 -g -p PID` found, as `perf script -F tid,ip,sym,dso` prints it."""
import re
import sys
from collections import Counter

FRAME = re.compile(r"\s*[0-9a-f]+ (?P<symbol>.*) \((?P<object>[^()]*|\[[^\]]*\])\)$")

# The first rule that one of a sample's frames fulfils, from the innermost outwards. What the kernel
# does counts for the call that asked for it.
CALLS = (
    ("TCP: send", r"sys_sendmsg|sys_sendto"),
    ("TCP: receive", r"sys_recv"),
    ("files of the database: write", r"sys_p?write|sys_ftruncate"),
    ("files of the database: fdatasync", r"sys_f(data)?sync"),
    ("files of the database: read", r"sys_p?read|sys_fcntl|sys_newfstat"),
    ("threads wake each other", r"sys_futex"),
    ("event loop: poll and epoll", r"sys_(p?poll|epoll)"),
    ("memory: page faults and mapping", r"page_fault|sys_m(un)?map|sys_madvise"),
)
OWN = (
    ("JSON: decode and encode", r"salon::wire|simdjson"),
    ("the timing of all stages", r"StageClock|StageTimer|RequestTrace|Timings::|Work::"),
    ("frames, sockets and fan-out", r"FrameReader|WebSocketChannel|LeanSocket|OutgoingBytes|Poller|FanOut|serverFrame|OutgoingBacklog|PortGateway"),
    ("sessions, rules and rates", r"ClientSession|Dispatcher|RateLimits|LiveSessions|Service|RoomFold|Writer|HelloPace"),
    ("statements of the log and its views", r"Store|Query|Database|Transaction|Statement"),
)
LIBRARIES = (
    ("SQLite", r"libsqlite3"),
    ("memory: allocation", r"mimalloc"),
    ("JSON: decode and encode", r"simdjson"),
    ("Qt: loop, strings and hashes", r"libQt6|libglib|libicu"),
    ("locks, copies and the rest of libc", r"libc\.so|libstdc|libm\.so|ld-linux|vdso"),
)


def stacks(lines):
    stack = []
    for line in lines:
        if not line.strip():
            if stack:
                yield stack
            stack = []
        elif found := FRAME.match(line.rstrip()):
            stack.append((found["symbol"], found["object"]))
    if stack:
        yield stack


def first(rules, text):
    return next((name for name, pattern in rules if re.search(pattern, text)), None)


def stage_of(stack):
    innermost_symbol, innermost_object = stack[0]
    if "kernel" in innermost_object:
        for symbol, _ in stack:
            if name := first(CALLS, symbol):
                return name
        return "the kernel: interrupts and scheduling"
    if innermost_object.endswith("salond"):
        return first(OWN, innermost_symbol) or "other code of salond"
    return first(LIBRARIES, innermost_object) or "elsewhere"


def main():
    counts = Counter(stage_of(stack) for stack in stacks(sys.stdin))
    total = sum(counts.values())
    if not total:
        sys.exit("breakdown: no samples")
    print("| what | % |\n|---|---|")
    for name, count in counts.most_common():
        print(f"| {name} | {100 * count / total:.1f} |")
    print(f"\n{total} samples")


if __name__ == "__main__":
    main()
