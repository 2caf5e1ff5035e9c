#!/usr/bin/env bash
# Which lines and branches of the libraries the tests reach: artifacts/coverage/SummaryGithub.md, and by file in index.html.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/coverage
rm -rf "$out/runs"
for project in Usage Usage.Storage Usage.AspNetCore Usage.Tokenizers; do
    dotnet test "tests/GigaChat.$project.Tests" --configuration Release --nologo --results-directory "$out/runs" \
        --collect "XPlat Code Coverage;Include=[GigaChat.Usage*]*;Exclude=[*.Tests]*,[GigaChat.Usage.Testing*]*;SkipAutoProps=true;ExcludeByAttribute=GeneratedCode,CompilerGenerated"
done
[ -x "$out/tools/reportgenerator" ] || dotnet tool install dotnet-reportgenerator-globaltool --tool-path "$out/tools"
"$out/tools/reportgenerator" "-reports:$out/runs/*/coverage.cobertura.xml" "-targetdir:$out" "-reporttypes:MarkdownSummaryGithub;Html" -verbosity:Warning
