# shellcheck shell=bash
# The .NET SDK that global.json asks for: the system's, the distribution's, or the vendor's in the folder .dotnet.

: "${root:?is the checkout, set by who sources this}"

sdk_is_here() {
    command -v dotnet >/dev/null && (cd "$root" && dotnet --version) >/dev/null 2>&1
}

use_own_sdk() {
    [[ -x $root/.dotnet/dotnet ]] || return 1
    export DOTNET_ROOT=$root/.dotnet PATH=$root/.dotnet:$PATH
    # The vendor's SDK brings no ICU. Where the system has none either it runs only with this, and knows no cultures then.
    sdk_is_here || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}

# 0: it has; 1: it has not; 2: not known, as its package lists are not here.
distribution_has_sdk() {
    command -v apt-cache >/dev/null || return 1
    fetch_package_lists
    have_package_lists || return 2
    apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1 && return 0
    # Lists that came with the machine may be older than the package.
    update_package_lists
    apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1 || return 1
}

fetch_own_sdk() {
    local script
    say "$1 Fetching it with Microsoft's install script" \
        "(https://dot.net/v1/dotnet-install.sh) into $root/.dotnet; nothing else on this system is changed."
    command -v curl >/dev/null || need_packages curl ca-certificates
    script=$(mktemp)
    if ! curl --fail --silent --show-error --location --proto '=https' --output "$script" \
        https://dot.net/v1/dotnet-install.sh || ! bash "$script" --channel 10.0 --install-dir "$root/.dotnet" >&2; then
        rm -f "$script"
        give_up "The .NET 10 SDK could not be fetched." \
            "Without a network: unpack the SDK's archive (https://dotnet.microsoft.com/download/dotnet/10.0, Linux)" \
            "from elsewhere into $root/.dotnet, and run this again."
    fi
    rm -f "$script"
}

install_sdk() {
    local answer=0
    distribution_has_sdk || answer=$?
    case $answer in
        0) need_packages dotnet-sdk-10.0 ;;
        1) fetch_own_sdk "This distribution has no package of the .NET 10 SDK." ;;
        *) fetch_own_sdk "Whether this distribution has a package of the .NET 10 SDK is not known, as its package lists could not be fetched." ;;
    esac
}

need_dotnet() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    # Nothing stays behind when a script ends: neither build nodes nor a compiler server.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
    if sdk_is_here; then return; fi
    if use_own_sdk && sdk_is_here; then return; fi
    install_sdk
    if sdk_is_here; then return; fi
    if use_own_sdk && sdk_is_here; then return; fi
    give_up "The .NET 10 SDK was installed, but does not answer to the version in $root/global.json."
}

# build PROJECT-OR-SOLUTION: Release, its words on stderr.
build() {
    say "Building $1 (Release)."
    dotnet build "$root/$1" --configuration Release --nologo --verbosity quiet </dev/null >&2 || give_up \
        "The build of $1 failed; its reasons are above." \
        "If packages could not be fetched: NuGet needs, once, what the files packages.lock.json name. Without a network: on a machine that has" \
        "one, run in a copy of this checkout" \
        "  dotnet restore Exchange.sln --packages nuget-packages" \
        "carry the folder nuget-packages here, and run this again with these two before it (the second as the audit asks a server):" \
        "  NUGET_PACKAGES=$root/nuget-packages NuGetAudit=false"
}
