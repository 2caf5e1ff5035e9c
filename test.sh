#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK, and for their tests PostgreSQL, Chromium and a linker, which are installed where that can be done unasked (CI, root).
# Arguments go to "dotnet test".
# The last line counts the tests: "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"

# The counts are read from what the runner prints, so it prints English whatever the language of the machine.
export DOTNET_CLI_UI_LANGUAGE=en VSLANG=1033

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
install() {
    as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# The tests start a server of their own: only the programs are needed, and no cluster that starts by itself.
if [ -z "${GIGACHAT_USAGE_TEST_POSTGRES:-}" ] && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null && ! command -v initdb > /dev/null \
    && command -v apt-get > /dev/null && { [ "$(id -u)" -eq 0 ] || [ "${CI:-}" = true ]; }; then
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf > /dev/null
    install postgresql
fi

# A pooler before that server, and a standby beside it: pg_basebackup is PostgreSQL's own.
if [ ! -x /usr/sbin/pgbouncer ] && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
    install pgbouncer
fi

# The dashboard's tests drive a browser. Where there is none they are skipped on a laptop, and fail on CI.
if [ ! -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ] && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
    install chromium
fi

# A program of the tests is compiled to native code, which is linked by clang or gcc. Without one it is skipped on a laptop, and fails on CI.
if ! command -v clang > /dev/null && ! command -v gcc > /dev/null && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
    install gcc libc6-dev zlib1g-dev
fi

# The import is compared with a real Django application. Without one its tests are skipped on a laptop, and fail on CI.
if ! /usr/bin/python3 -c 'import django, psycopg2' 2> /dev/null && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
    install python3-django python3-psycopg2
fi

# ClickHouse comes as a library, from a package of npm; the tests serve its HTTP interface themselves. Without it, or a server that
# GIGACHAT_USAGE_TEST_CLICKHOUSE names, its tests are skipped on a laptop, and fail on CI.
chdb="${XDG_CACHE_HOME:-$HOME/.cache}/gigachat-usage/chdb"
if [ -z "${GIGACHAT_USAGE_TEST_CLICKHOUSE:-}${GIGACHAT_USAGE_CHDB:-}" ] && [ "${CI:-}" = true ] && [ "$(uname -s)" = Linux ] \
    && ! compgen -G "$chdb/node_modules/@chdb/*/libchdb.so" > /dev/null && command -v apt-get > /dev/null; then
    command -v npm > /dev/null || install npm
    case "$(uname -m)" in aarch64) architecture=arm64 ;; *) architecture=x64 ;; esac
    mkdir -p "$chdb" && npm install --prefix "$chdb" --no-save --no-audit --no-fund --ignore-scripts "@chdb/lib-linux-$architecture-gnu@26.7.3-stable.1"
fi

# Two projects at a time, the longest first, because most of them wait for a database or a browser. What a project prints
# is shown when it has ended. A test that hangs is named and ended.
output=$(mktemp)
trap 'rm -f "$output"' EXIT

test_project() {
    local log status
    log=$(mktemp)
    dotnet test "$1" --configuration Release --no-build --nologo --blame-hang-timeout 40m --blame-hang-dump-type none "${@:2}" > "$log" 2>&1
    status=$?
    cat "$log"
    rm -f "$log"
    return "$status"
}
export -f test_project

projects() {
    local name
    for name in .Storage .ClickHouse .AspNetCore "" .Sample .Packages; do
        echo "tests/GigaChat.Usage$name.Tests/GigaChat.Usage$name.Tests.csproj"
    done
    ls tests/*.Tests/*.csproj
}

dotnet build GigaChat.Usage.sln --configuration Release --nologo -m:2
status=$?
if [ "$status" -eq 0 ]; then
    projects | awk '!seen[$0]++' | xargs -P 2 -I{} bash -c 'test_project "$@"' _ {} "$@" 2>&1 | tee "$output"
    status=${PIPESTATUS[2]}
fi

# VSTest prints one line a project, "Passed!  - Failed: 0, Passed: 57, Skipped: 0, Total: 57, ...", and no sum of them.
count() { grep -oE "$1: +[0-9]+, " "$output" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)

if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then
    echo "No test ran." >&2
    status=1
fi
if [ "$status" -eq 0 ] && [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ]; then
    echo "On CI nothing may be skipped." >&2
    status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
