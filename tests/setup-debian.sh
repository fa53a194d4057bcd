#!/bin/sh
# The Debian packages that tests use. Installed where that is allowed; elsewhere the tests that need them say so.
set -u
packages="chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 zbar-tools libimage-exiftool-perl
poppler-utils imagemagick libatomic1 nginx-light libnginx-mod-http-brotli-static rsync openssh-client openssh-server nodejs npm default-jre-headless
git"
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for package in $packages; do
    case $package in
    nodejs | npm) command -v "${package%js}" >/dev/null 2>&1 && continue ;;
    default-jre-headless) command -v java >/dev/null 2>&1 && continue ;;
    git) command -v git >/dev/null 2>&1 && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        echo "以下软件包没有装上:$missing" >&2
else
    echo "部分测试需要:sudo apt-get install$missing" >&2
fi
