# shellcheck shell=bash
# What is missing comes from the distribution's packages, as root or with sudo.

as_root=()
if [[ $EUID -ne 0 ]]; then as_root=(sudo); fi

may_be_root() {
    [[ $EUID -eq 0 ]] || command -v sudo >/dev/null
}

# The lists of what the distribution has: a fresh machine may have none yet.
fetch_package_lists() {
    have_package_lists || update_package_lists
}

update_package_lists() {
    may_be_root || return 0
    say "Fetching the distribution's package lists${as_root[*]:+ with sudo}."
    "${as_root[@]}" apt-get update </dev/null >&2 || true
}

have_package_lists() {
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

need_packages() {
    local installer
    installer=$(dirname "${BASH_SOURCE[0]}")/install-packages.sh
    command -v apt-get >/dev/null || give_up \
        "This system has no apt-get, so these scripts cannot install what is missing here: $*." \
        "Install it by this system's own means, and run this again."
    may_be_root || give_up \
        "Missing here: $*. Installing needs root, and there is no sudo." \
        "As root, run:  bash $installer $*"

    say "Installing from the distribution's packages${as_root[*]:+ with sudo}: $*. No service is started by this."
    "${as_root[@]}" bash "$installer" "$@" || give_up \
        "The packages could not be installed: $*. Nothing else was changed." \
        "Without a network: on a fresh machine of the same release that has one, run as root" \
        "  apt-get update && apt-get install --download-only --yes --no-install-recommends $*" \
        "which puts them, and all that they depend on, into /var/cache/apt/archives. Carry its .deb files into the same folder here," \
        "and run this again."
}
