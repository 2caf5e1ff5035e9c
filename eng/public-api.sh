#!/usr/bin/env bash
# Lists new public members in the PublicAPI.Unshipped.txt of their project. Read the diff: it is the contract.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
    dotnet format analyzers "$project" --diagnostics RS0016 RS0017 --severity info --verbosity quiet
done
git --no-pager diff --stat -- 'src/*/PublicAPI.Unshipped.txt'
