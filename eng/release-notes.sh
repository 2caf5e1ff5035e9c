#!/usr/bin/env bash
# Prints the section of a version from CHANGELOG.md: eng/release-notes.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
notes=$(awk -v heading="## $1" 'index($0, heading) == 1 { printing = 1; next } /^## / { printing = 0 } printing' CHANGELOG.md)
[ -n "$notes" ] || { echo "CHANGELOG.md has no section \"## $1\"." >&2; exit 1; }
printf '%s\n' "$notes"
