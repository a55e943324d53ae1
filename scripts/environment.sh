#!/bin/bash
# Makes the virtual environment named by the first argument: Python 3.11 with uv inside, nothing else.
# Does nothing when it is there and works. Everything after this is installed by uv from locked lists.
set -euo pipefail

venv=$1
lock=requirements/bootstrap.txt

say() { printf '%s\n' "$*" >&2; }

works() { [ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Otklik needs Python 3.11 and found none. Install it, or name it: make run PYTHON=/path/to/python3.11"
    exit 1
}

# Debian ships Python without the part that makes environments.
ensure_venv_module() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing python3-venv …"
        DEBIAN_FRONTEND=noninteractive apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
        "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    fi
    say "Python's venv module is missing: install it (on Debian: apt install python3-venv) and run make again."
    exit 1
}

if ! works; then
    python=$(find_python)
    ensure_venv_module "$python"
    say "Making $venv …"
    "$python" -m venv --clear "$venv"
fi

wanted=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$lock")
if [ "$("$venv/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "$wanted" ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
fi
