#!/bin/sh
# Sees to Debian packages: scripts/packages.sh chromium postgresql gettext
# Root: installs what is absent. Anyone else: is told what to install, exit code 1.
set -eu
absent=
for package in "$@"; do
    case $package in
        chromium) command -v chromium ;;
        gettext) command -v xgettext ;;
        postgresql) command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl ;;
        *) dpkg-query -W "$package" ;;
    esac >/dev/null 2>&1 || absent="$absent $package"
done
[ -n "$absent" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing from Debian:$absent" >&2
    apt-get -qq update >&2
    # shellcheck disable=SC2086  # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $absent >/dev/null
else
    echo "Missing:$absent. Install with: sudo apt-get install$absent" >&2
    exit 1
fi
