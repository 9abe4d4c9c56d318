#!/bin/sh
# Installs the programs that only tests need, where they are missing: Graphviz's dot, a Redis server,
# nginx, curl and a browser. As root with apt-get they come from there; otherwise Playwright installs its
# browser, and tests that need the others are skipped.
# $1: the environment's bin folder.
set -eu

bin=$1
missing=
for program in dot:graphviz redis-server:redis-server nginx:nginx-light curl:curl; do
    command -v "${program%:*}" >/dev/null || missing="$missing ${program#*:}"
done
"$bin/python" tests/support/find_browser.py >/dev/null || missing="$missing chromium fonts-liberation"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing with apt-get:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    install="apt-get install -y -qq --no-install-recommends"
    # shellcheck disable=SC2086  # one word a package
    $install $missing >/dev/null && exit 0
    # One that this distribution lacks keeps none of the others away.
    for package in $missing; do
        $install "$package" >/dev/null || echo "Not installed: $package. Tests that need it are skipped."
    done
    exit 0
fi

case $missing in *chromium*) "$bin/playwright" install chromium ;; esac
for package in $missing; do
    case $package in
    chromium | fonts-liberation) ;;
    *) echo "Not installed: $package. Tests that need it are skipped." ;;
    esac
done
