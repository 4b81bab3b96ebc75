# shellcheck shell=bash
# The .NET SDK that global.json asks for: the system's, the distribution's, or the vendor's in the folder .dotnet.

: "${root:?is the checkout, set by who sources this}"

sdk_is_here() {
    command -v dotnet >/dev/null && (cd "$root" && dotnet --version) >/dev/null 2>&1
}

use_own_sdk() {
    [[ -x $root/.dotnet/dotnet ]] || return 1
    export DOTNET_ROOT=$root/.dotnet PATH=$root/.dotnet:$PATH
    # The vendor's SDK brings no ICU, and refuses to run without it or this.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}

distribution_has_sdk() {
    command -v apt-cache >/dev/null || return 1
    fetch_package_lists
    apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1
}

fetch_own_sdk() {
    local script
    say "This distribution has no package of the .NET 10 SDK. Fetching it with Microsoft's install script" \
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

need_dotnet() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    # Nothing stays behind when a script ends: neither build nodes nor a compiler server.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
    if sdk_is_here; then return; fi
    if use_own_sdk && sdk_is_here; then return; fi
    if distribution_has_sdk; then need_packages dotnet-sdk-10.0; else fetch_own_sdk; fi
    if sdk_is_here; then return; fi
    if use_own_sdk && sdk_is_here; then return; fi
    give_up "The .NET 10 SDK was installed, but does not answer to the version in $root/global.json."
}

# build PROJECT-OR-SOLUTION: Release, its words on stderr.
build() {
    say "Building $1 (Release)."
    dotnet build "$root/$1" --configuration Release --nologo --verbosity quiet </dev/null >&2 || give_up \
        "The build of $1 failed; its reasons are above." \
        "If packages could not be fetched: NuGet's packages are needed once, from a network or a folder named in NuGet.config."
}
