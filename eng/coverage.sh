#!/usr/bin/env bash
# Which lines and branches of the libraries the tests reach: artifacts/coverage/SummaryGithub.md, and by file in index.html. Takes six minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
export Coverage=true
out=artifacts/coverage
rm -rf "$out/runs"
# Those that measure memory would measure the counting.
for project in Usage Usage.Storage Usage.AspNetCore Usage.Import Usage.Tokenizers; do
    dotnet test "tests/GigaChat.$project.Tests" --configuration Release --nologo --results-directory "$out/runs" --filter "FullyQualifiedName!~MemoryTests" \
        --collect "XPlat Code Coverage;Include=[GigaChat.Usage*]*;Exclude=[*.Tests]*,[GigaChat.Usage.Testing*]*;SkipAutoProps=true;ExcludeByAttribute=GeneratedCode,CompilerGenerated"
done
[ -x "$out/tools/reportgenerator" ] || dotnet tool install dotnet-reportgenerator-globaltool --version 5.6.0 --tool-path "$out/tools"
"$out/tools/reportgenerator" "-reports:$out/runs/*/coverage.cobertura.xml" "-targetdir:$out" "-reporttypes:MarkdownSummaryGithub;Html" -verbosity:Warning
