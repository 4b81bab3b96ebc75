#!/usr/bin/env bash
# install-packages.sh PACKAGE...
# Installs packages of a Debian-like distribution, as root, and starts nothing: no system broker, no epmd, no database server,
# neither now nor at the next boot. What ran before goes on untouched.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/lib/say.sh
source "$here/say.sh"

readonly policy=/usr/sbin/policy-rc.d
readonly kept=/usr/sbin/policy-rc.d.before-exchange
readonly mark='# Of an installation by deploy/lib/install-packages.sh: gone when that ends.'
# Not in /run/lock, where anybody may put a link that root would then write through.
readonly lockfile=/run/exchange-install.lock
readonly services=(rabbitmq-server epmd postgresql)

# invoke-rc.d and deb-systemd-invoke ask policy-rc.d before they start a service; 101 is its word for "forbidden".
starting_is_forbidden() {
    local service answer
    [[ -x $policy ]] || return 1
    for service in "${services[@]}"; do
        answer=0
        "$policy" "$service" start >/dev/null 2>&1 || answer=$?
        [[ $answer -eq 101 ]] || return 1
    done
}

policy_is_ours() {
    [[ -f $policy ]] && grep --quiet --line-regexp --fixed-strings "$mark" "$policy"
}

# It forbids only while the lock is held: by this script, or by what is left of its work if it was killed. After that it answers
# as the former policy does, until the next run takes it away.
write_policy() {
    cat <<END
#!/bin/sh
$mark
flock --nonblock $lockfile true || exit 101
[ ! -x $kept ] || exec $kept "\$@"
exit 0
END
}

forbid_starting() {
    [[ ! -e $policy ]] || mv "$policy" "$kept"
    write_policy >"$policy.new"
    chmod 755 "$policy.new"
    mv "$policy.new" "$policy"
}

allow_starting_again() {
    if policy_is_ours; then rm -f "$policy"; fi
    if [[ -e $kept ]]; then mv "$kept" "$policy"; fi
}

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

system_epmd_runs() {
    # Without ERL_EPMD_PORT this asks the system's own port, and no private one.
    command -v epmd >/dev/null && env -u ERL_EPMD_PORT epmd -names >/dev/null 2>&1
}

# A package that is new here is also enabled for the next boot; this undoes it for what this script brought.
keep_from_booting() {
    local unit
    for unit in "$@"; do
        if command -v systemctl >/dev/null; then
            systemctl --quiet disable "$unit" >/dev/null 2>&1 || true
        elif command -v update-rc.d >/dev/null; then
            update-rc.d "${unit%.*}" disable >/dev/null 2>&1 || true
        fi
    done
}

install() {
    # needrestart would restart services whose libraries were renewed.
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get install --yes --no-install-recommends "$@" </dev/null >&2
}

# Another run of this script may be at the same work.
exec {lock}>"$lockfile"
flock "$lock"

had_broker=no had_epmd=no had_postgresql=no ran_epmd=no
if is_installed rabbitmq-server; then had_broker=yes; fi
if is_installed erlang-base; then had_epmd=yes; fi
if is_installed postgresql-common; then had_postgresql=yes; fi
if system_epmd_runs; then ran_epmd=yes; fi

# A run that was killed may have left its policy, and the former one beside.
allow_starting_again
if ! starting_is_forbidden; then
    trap allow_starting_again EXIT
    forbid_starting
fi

if ! install "$@"; then
    say "The package lists may be old or missing: fetching them, and trying once more."
    apt-get update </dev/null >&2 || say "The package lists could not be fetched; the reasons are above."
    install "$@"
fi

if [[ $had_broker == no ]]; then keep_from_booting rabbitmq-server.service; fi
if [[ $had_postgresql == no ]] && is_installed postgresql-common; then keep_from_booting postgresql.service; fi
if [[ $had_epmd == no ]]; then keep_from_booting epmd.socket epmd.service; fi
# -kill refuses while a node is registered, and so never takes one from a running broker.
if [[ $ran_epmd == no ]] && system_epmd_runs; then env -u ERL_EPMD_PORT epmd -kill >/dev/null 2>&1 || true; fi
