#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the #include lines and says which go against the layers of ARCHITECTURE.md.

include_direction.py ROOT   checks a source tree
include_direction.py        checks itself on made-up lines
"""
import pathlib
import re
import sys

# Folder: the folders that it may include beside itself. "client" and "server" alone are the files
# that lie directly in them: the programs' main functions.
SHARED = ["shared/base", "shared/wire", "shared/protocol", "shared/names"]
SERVER = ["server/operation", "server/store", "server/service", "server/bus", "server/dispatch", "server/net",
          "server/description", "server/app"]
CLIENT = ["client/platform", "client/cache", "client/net", "client/state", "client/model", "client/notify",
          "client/ui", "client/app"]
MAY_INCLUDE = {
    "shared/base": [],
    "shared/wire": SHARED[:1],
    "shared/protocol": SHARED[:2],
    "shared/names": SHARED[:1],
    "shared/storage": SHARED[:1],
    "server/operation": SHARED[:1],
    "server/store": SHARED + ["shared/storage", "server/operation"],
    "server/service": SHARED + ["server/operation", "server/store"],
    "server/bus": SHARED + ["server/operation", "server/store"],
    "server/dispatch": SHARED + SERVER[:4],
    "server/net": SHARED + SERVER[:5],
    "server/description": SHARED + SERVER[:6],
    "server/app": SHARED + SERVER[:7],
    "server": SHARED + SERVER,
    "client/platform": SHARED,
    "client/cache": SHARED + ["shared/storage"] + CLIENT[:1],
    "client/net": SHARED + CLIENT[:1],
    "client/state": SHARED + CLIENT[:3],
    "client/model": SHARED + CLIENT[:4],
    "client/notify": SHARED + CLIENT[:1],
    "client/ui": SHARED + CLIENT[:6],
    "client/app": SHARED + CLIENT[:7],
    "client": SHARED + CLIENT,
}
# Tests mirror the tree; these parts of it see one side only.
MAY_INCLUDE["tests/shared"] = SHARED + ["shared/storage", "tests/support"]
MAY_INCLUDE["tests/server"] = SHARED + SERVER + ["tests/support"]
MAY_INCLUDE["tests/client"] = SHARED + CLIENT + ["tests/support"]

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
OURS = ("shared/", "server/", "client/", "tests/")


def folder_of(path):
    """The layer that a path belongs to: its first two folders, or the one that it lies in."""
    parts = path.split("/")[:-1]
    return "/".join(parts[:2])


def complaint(path, included):
    """Why the file must not include that, or None."""
    if not included.startswith(OURS):
        return None
    source, target = folder_of(path), folder_of(included)
    if source == target:
        return None
    if source not in MAY_INCLUDE:
        return None if source.startswith("tests") else f"the folder {source} has no place in the order of layers"
    if target not in MAY_INCLUDE[source]:
        return f"{source} must not include {target}"
    return None


def check_tree(root):
    found = 0
    for top in OURS:
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".c", ".mm"):
                continue
            path = file.relative_to(root).as_posix()
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                why = complaint(path, match.group(1)) if match else None
                if why:
                    print(f"{path}:{number}: {why} ({match.group(1)})")
                    found += 1
    return found


def check_self():
    allowed = [
        ("server/net/session.cpp", "server/dispatch/request_table.h"),
        ("server/store/room_store.cpp", "shared/protocol/room_messages.h"),
        ("server/store/room_store.cpp", "server/store/database.h"),
        ("server/main.cpp", "server/app/server_app.h"),
        ("client/ui/window.cpp", "ui_window.h"),
        ("tests/e2e/tst_replay.cpp", "client/state/session_state.h"),
    ]
    refused = [
        ("server/store/room_store.cpp", "server/service/room_service.h"),
        ("server/operation/timings.cpp", "server/store/database.h"),
        ("shared/base/error.h", "shared/protocol/catalogue.h"),
        ("shared/wire/codec.cpp", "server/net/session.h"),
        ("server/app/server_app.cpp", "client/net/connection.h"),
        ("client/state/rooms_state.cpp", "client/ui/room_header.h"),
        ("client/net/connection.cpp", "client/cache/cache.h"),
        ("client/platform/loop_watch.cpp", "client/net/connection.h"),
        ("tests/client/tst_login.cpp", "server/app/server_app.h"),
        ("server/attic/old.cpp", "shared/base/error.h"),
    ]
    wrong = [pair for pair in allowed if complaint(*pair)]
    wrong += [pair for pair in refused if not complaint(*pair)]
    for path, included in wrong:
        print(f"judged wrongly: {path} including {included}")
    if not INCLUDE.match('  # include "a/b.h"') or INCLUDE.match("#include <a/b.h>"):
        print("judged wrongly: the form of an #include line")
        return 1
    return len(wrong)


if __name__ == "__main__":
    sys.exit(1 if (check_tree(pathlib.Path(sys.argv[1])) if len(sys.argv) > 1 else check_self()) else 0)
