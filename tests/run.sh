#!/usr/bin/env bash
# run.sh [--check-format]
# Installs what the tests need and is missing, builds, runs all tests, and ends with one line of the sums of all projects.
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

passed=0 failed=0 skipped=0

check_format() {
    say "Checking the format of all files."
    if ! dotnet format "$root/Exchange.sln" --verify-no-changes --no-restore </dev/null >&2; then
        say "Not everything is formatted as .editorconfig says: run dotnet format Exchange.sln."
        failed=$((failed + 1))
    fi
}

# counter FILE NAME: an attribute of the one <Counters …/> element of a .trx file.
counter() {
    grep --only-matching '<Counters [^>]*>' "$1" | grep --only-matching " $2=\"[0-9]*\"" | tr --complement --delete 0-9
}

# A run that ended without saying so in its counts is one more failure: a crashed host, or not a single test.
run_project() {
    local project=$1 report=$reports/$1.trx ended=0 total executed failures
    dotnet test "$root/tests/$project" --configuration Release --no-build --nologo \
        --logger "trx;LogFileName=$report" </dev/null || ended=$?

    if ! grep --quiet "<Counters " "$report" 2>/dev/null; then
        say "$project: no whole report was written (dotnet test ended with $ended)."
        failed=$((failed + 1))
        return
    fi

    total=$(counter "$report" total) executed=$(counter "$report" executed) failures=$(counter "$report" failed)
    passed=$((passed + $(counter "$report" passed)))
    failed=$((failed + failures))
    skipped=$((skipped + total - executed))

    if grep --quiet 'outcome="Aborted"\|Test host process crashed' "$report" || [[ $ended -ne 0 && $failures -eq 0 ]]; then
        say "$project: the run ended early (dotnet test ended with $ended); what came after that was not tested."
        failed=$((failed + 1))
    elif [[ $total -eq 0 ]]; then
        say "$project: no test was found."
        failed=$((failed + 1))
    fi
}

need_dotnet
need_rabbitmq
command -v openssl >/dev/null || need_packages openssl
build Exchange.sln

if [[ ${1-} == --check-format ]]; then check_format; fi

reports=$(mktemp --directory)
trap 'rm -rf "$reports"' EXIT
for project in Exchange.Tests Exchange.IntegrationTests; do
    run_project "$project"
done

printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[[ $failed -eq 0 ]]
