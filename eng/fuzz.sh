#!/usr/bin/env bash
# Fuzzes the scanner of answers for so many seconds (600): eng/fuzz.sh [seconds]. Needs AFL++ (Debian's package afl++).
# What breaks it is left in artifacts/fuzz/found/default/crashes; "dotnet run --project tests/GigaChat.Usage.Fuzz -- FILE" tries one again.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
out=artifacts/fuzz
rm -rf "$out/program"
dotnet publish tests/GigaChat.Usage.Fuzz --configuration Release --nologo --verbosity quiet --output "$out/program"
[ -x "$out/tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tools"
"$out/tools/sharpfuzz" "$out/program/GigaChat.Usage.dll" GigaChat.Usage.Capture
rm -rf "$out/found"
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 \
    afl-fuzz -V "$seconds" -t 10000 -m none -i tests/GigaChat.Usage.Fuzz/corpus -o "$out/found" -- dotnet "$out/program/GigaChat.Usage.Fuzz.dll"
grep -E 'execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs' "$out/found/default/fuzzer_stats"
grep -qE '^saved_crashes +: 0$' "$out/found/default/fuzzer_stats"
