#!/usr/bin/env bash
# Checks a folder of packages before they are published: eng/validate-packages.sh FOLDER VERSION
# Every library is there with that version, its symbols, documentation, readme, licence and repository.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 version=$2
status=0
fail() { echo "$1" >&2; status=1; }
for project in src/*/*.csproj; do
    name=$(basename "$project" .csproj)
    package="$folder/$name.$version.nupkg"
    [ -f "$package" ] || { fail "$package is missing."; continue; }
    [ -f "$folder/$name.$version.snupkg" ] || fail "The symbols of $name are missing."
    files=$(unzip -Z1 "$package")
    for file in README.md icon.png "lib/net10.0/$name.dll" "lib/net10.0/$name.xml"; do
        grep -qxF "$file" <<< "$files" || fail "$name has no $file."
    done
    nuspec=$(unzip -p "$package" "$name.nuspec")
    grep -q '<license type="expression">MIT</license>' <<< "$nuspec" || fail "$name names no licence."
    grep -q '<repository type="git" url="https' <<< "$nuspec" || fail "$name names no repository."
done
[ "$status" -eq 0 ] && echo "$(ls "$folder"/*.nupkg | wc -l) packages are complete."
exit "$status"
