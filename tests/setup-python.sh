#!/bin/sh
# Make the virtual environment and bring it to a lock file: setup-python.sh PYTHON VENV LOCK
set -eu
python=$1 venv=$2 lock=$3
if [ ! -x "$venv/bin/pip" ]; then
    rm -rf "$venv"
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
"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$lock"
