# shellcheck shell=bash
# How the scripts speak: what they do goes to stderr, as stdout belongs to the program that they start.

say() {
    printf '%s\n' "$*" >&2
}

# Ends the script with one or more sentences, one per argument: what happened, and what to do.
give_up() {
    printf '%s\n' "$@" >&2
    exit 1
}
