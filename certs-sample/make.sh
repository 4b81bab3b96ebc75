#!/usr/bin/env bash
# make.sh
# Makes all samples anew, with new keys, which nobody keeps.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

dotnet test "$root/tests/Exchange.Tests" --filter "FullyQualifiedName~Make_the_samples" -- NUnit.ExplicitMode=Relaxed
