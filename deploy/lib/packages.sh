# shellcheck shell=bash
# need_packages PACKAGE...: installs what is missing from the distribution, as root or with sudo.

need_packages() {
    local installer
    installer=$(dirname "${BASH_SOURCE[0]}")/install-packages.sh
    command -v apt-get >/dev/null || give_up \
        "This system has no apt-get, so these scripts cannot install what is missing here: $*." \
        "Install it by this system's own means, and run this again."

    local as_root=()
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || give_up \
            "Missing here: $*. Installing needs root, and there is no sudo." \
            "As root, run:  bash $installer $*"
        as_root=(sudo)
    fi

    say "Installing from the distribution's packages${as_root[*]:+ with sudo}: $*. No service is started by this."
    "${as_root[@]}" bash "$installer" "$@" || give_up \
        "The packages could not be installed: $*. Nothing else was changed." \
        "Without a network, put the packages on this machine by other means (apt-get download elsewhere, then" \
        "apt-get install ./*.deb here), and run this again."
}
