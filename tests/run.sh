#!/usr/bin/env bash
# run.sh [--check-format]
# Installs what the tests need and is missing, builds, runs all tests in four lanes beside each other, and ends with one line of the sums.
# What a run prints is shown when it has ended, whole.
# With --check-format a file that is not formatted as .editorconfig says is one more failure.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/lib/say.sh
source "$root/deploy/lib/say.sh"
# shellcheck source=deploy/lib/packages.sh
source "$root/deploy/lib/packages.sh"
# shellcheck source=deploy/lib/dotnet.sh
source "$root/deploy/lib/dotnet.sh"
# shellcheck source=deploy/lib/rabbitmq.sh
source "$root/deploy/lib/rabbitmq.sh"

# White space only: all else in .editorconfig the build has refused already (EnforceCodeStyleInBuild).
check_format() {
    local ended=0
    say "Checking the format of all files."
    dotnet format whitespace "$root" --folder --verify-no-changes --exclude "$root/.artifacts" </dev/null >"$reports/format.log" 2>&1 || ended=$?
    if [[ $ended -ne 0 ]]; then
        cat "$reports/format.log" >&2
        say "Not everything is formatted as .editorconfig says: run dotnet format Exchange.sln."
    fi
    echo "$ended" >"$reports/format.ended"
}

# run NAME PROJECT [FILTER]: leaves a report, NAME.trx, and how it ended, NAME.ended.
run() {
    local name=$1 project=$2 ended=0
    say "$name: the tests run."
    dotnet test "$root/tests/$project" --configuration Release --no-build --nologo ${3:+--filter "$3"} \
        --logger "trx;LogFileName=$reports/$name.trx" </dev/null >"$reports/$name.log" 2>&1 || ended=$?
    echo "$ended" >"$reports/$name.ended"
    cat "$reports/$name.log"
}

# Four lanes for two processors, for brokers, faults and crashes wait more than they compute. What no other lane of the integration tests
# names is in the second; the lane of the unit tests checks the format when it has ended.
borders() {
    run borders-demo-forms Exchange.IntegrationTests \
        "FullyQualifiedName~.IntegrationTests.Border.|FullyQualifiedName~.IntegrationTests.Broker.|FullyQualifiedName~.IntegrationTests.Demo.|(FullyQualifiedName~.IntegrationTests.Desk.&FullyQualifiedName!~.IntegrationTests.Desk.DeskTests.)"
}

faults() {
    run faults Exchange.IntegrationTests \
        "FullyQualifiedName!~.IntegrationTests.Border.&FullyQualifiedName!~.IntegrationTests.Broker.&FullyQualifiedName!~.IntegrationTests.Demo.&FullyQualifiedName!~.IntegrationTests.Gateway.&FullyQualifiedName!~.IntegrationTests.Desk."
}

gateways() {
    run gateways-desks Exchange.IntegrationTests "FullyQualifiedName~.IntegrationTests.Gateway.|FullyQualifiedName~.IntegrationTests.Desk.DeskTests."
}

units() {
    run unit-tests Exchange.Tests
    if [[ ${1-} == --check-format ]]; then check_format; fi
}

# counter FILE NAME: an attribute of the one <Counters …/> element of a .trx file.
counter() {
    grep --only-matching '<Counters [^>]*>' "$1" | grep --only-matching " $2=\"[0-9]*\"" | tr --complement --delete 0-9
}

# A run that ended without saying so in its counts is one more failure: a crashed host, or not a single test.
add() {
    local name=$1 report=$reports/$1.trx ended total executed failures
    ended=$(cat "$reports/$name.ended" 2>/dev/null || echo "no exit code")
    if ! grep --quiet "<Counters " "$report" 2>/dev/null; then
        say "$name: no whole report was written (dotnet test ended with $ended)."
        failed=$((failed + 1))
        return
    fi

    total=$(counter "$report" total) executed=$(counter "$report" executed) failures=$(counter "$report" failed)
    passed=$((passed + $(counter "$report" passed)))
    failed=$((failed + failures))
    skipped=$((skipped + total - executed))

    if grep --quiet 'outcome="Aborted"\|Test host process crashed' "$report" || [[ $ended != 0 && $failures -eq 0 ]]; then
        say "$name: the run ended early (dotnet test ended with $ended); what came after that was not tested."
        failed=$((failed + 1))
    elif [[ $total -eq 0 ]]; then
        say "$name: no test was found."
        failed=$((failed + 1))
    fi
}

need_rabbitmq
# The tests run a server of their own from these files.
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || need_packages postgresql
command -v openssl >/dev/null || need_packages openssl
# The browser that the tests of the desk drive: without a window, which takes half the processor time, where the distribution has that.
if ! command -v chromium-headless-shell >/dev/null && ! command -v chromium >/dev/null; then
    fetch_package_lists
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then need_packages chromium-headless-shell; else need_packages chromium; fi
fi
# Last: an SDK of its own looks then for the ICU that the browser has brought, and without it finds no resources in other languages.
need_dotnet
build Exchange.sln

passed=0 failed=0 skipped=0
reports=$(mktemp --directory)
# Each in a process group of its own, so that they end with this script, whatever ends that.
set -m
borders &
lanes=(-$!)
faults &
lanes+=(-$!)
gateways &
lanes+=(-$!)
units "$@" &
lanes+=(-$!)
set +m
trap 'kill -- "${lanes[@]}" 2>/dev/null || true; rm -rf "$reports"' EXIT
wait

for name in unit-tests borders-demo-forms faults gateways-desks; do
    add "$name"
done

if [[ ${1-} == --check-format && $(cat "$reports/format.ended") != 0 ]]; then failed=$((failed + 1)); fi

printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[[ $failed -eq 0 ]]
