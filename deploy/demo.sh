#!/usr/bin/env bash
# demo.sh [options of exchange demo]
# Two countries work a case together on this machine. Installs what is missing, builds, and runs the demo.
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

need_dotnet
need_rabbitmq
build src/Exchange.Cli

exec dotnet "$root/.artifacts/bin/Exchange.Cli/release/exchange.dll" demo "$@"
