#!/bin/sh
# Make the virtual environment and bring it to a lock file: setup-python.sh PYTHON VENV LOCK
# PYTHON may be empty: then the system's own is taken where it will do, and otherwise the first in the path. Debian and its like
# compile Python with profiles and link it whole; what a version manager compiles takes an eighth longer for a build.
set -eu
python=$1 venv=$2 lock=$3

will_do() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ ! -x "$venv/bin/pip" ]; then
    rm -rf "$venv"
    if [ -z "$python" ]; then
        if will_do /usr/bin/python3; then python=/usr/bin/python3; else python=python3; fi
    fi
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        # Debian keeps venv's second half in a package of its own.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
            rm -rf "$venv"
            "$python" -m venv "$venv"
        else
            echo "缺少 python3-venv:请先运行 sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
fi
"$venv/bin/pip" install -qq --disable-pip-version-check -r "$lock"
