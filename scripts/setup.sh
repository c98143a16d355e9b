#!/bin/sh
# Brings the environment to the state of uv.lock: uv, .venv, message catalogues. A second run costs
# some hundredths of a second. All it says goes to standard error, so that callers keep a clean output.
# Usage: scripts/setup.sh [dev]    dev: with what `make test` needs
set -eu
exec 1>&2
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
group=${1:-run}
stamp=.venv/.synced

# The stamp names the lock file and the interpreter it was installed for; "dev" contains "run".
wanted_stamp() {
    version=$(.venv/bin/python -V 2>/dev/null) || return 1
    printf '%s %s' "$version" "$(cat uv.lock pyproject.toml | sha256sum)"
}
synced() {
    [ -f $stamp ] || return 1
    read -r have_group have_key <$stamp || true
    [ "$have_group" = dev ] || [ "$have_group" = "$group" ] || return 1
    [ "$have_key" = "$(wanted_stamp)" ]
}
catalogues_fresh() {
    for po in locale/*/LC_MESSAGES/django.po; do
        [ -e "$po" ] || continue
        [ -e "${po%.po}.mo" ] && [ ! "$po" -nt "${po%.po}.mo" ] || return 1
    done
}
if synced && catalogues_fresh; then exit 0; fi

# Two starts at once (two demos, a demo and a test) share .venv: one sets up, the other waits.
mkdir -p .tools
exec 9>.tools/lock
flock 9

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        uv=uv
        return
    fi
    uv=.tools/uv/bin/uv
    if [ -x $uv ] && $uv --version >/dev/null 2>&1; then return; fi
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "Installing python3-venv ..."
            apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv >/dev/null
        else
            echo "python3-venv is missing. Install it with: sudo apt-get install python3-venv"
            exit 1
        fi
    fi
    echo "Fetching uv ..."
    rm -rf .tools/uv
    python3 -m venv .tools/uv
    .tools/uv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: 'uv==0.13.9'
}

sync() {
    command -v python3 >/dev/null || { echo "python3 is missing. Install it with: sudo apt-get install python3"; exit 1; }
    # The interpreter below any virtual environment or version manager: a full path that stays valid.
    python=$(python3 -c '
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("python3 is %d.%d; the academy needs Python 3.11, 3.12 or 3.13." % sys.version_info[:2])
print(sys._base_executable)') || exit 1
    find_uv
    echo "Installing the packages of uv.lock ..."
    unset VIRTUAL_ENV
    export UV_PYTHON="$python" UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$root/.venv"
    export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
    rm -f $stamp
    case $group in
        dev) set -- ;;
        *) set -- --no-dev --inexact ;; # leaves the developer's packages alone
    esac
    # Behind an office's inspecting proxy only the system's own certificates are trusted: tried second.
    $uv sync --frozen --quiet --no-build "$@" 2>.tools/uv.log ||
        UV_SYSTEM_CERTS=true $uv sync --frozen --quiet --no-build "$@" || { cat .tools/uv.log; exit 1; }
    echo "$group $(wanted_stamp)" >$stamp
}

synced || sync
catalogues_fresh || .venv/bin/python scripts/catalogues.py
