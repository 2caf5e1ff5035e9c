#!/usr/bin/env bash
# Counts words that this project does not use in its public documentation, because a developer searches for others:
# eng/words.sh [FOLDER]... reads the XML docs of C# files (src when none is named), prints each word with its count per 10,000 words and, with
# WORDS_WHERE=1, every place. Exits with 1 when there is any.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- src

# Word, then what is written instead.
words=$(cat <<'LIST'
\banswer(s|ed|ing)?\b|response, returns
\bquestions?\b|query, request
\bask(s|ed|ing)?\b|query, get, request
\bsays?\b|reports, contains
\btell(s|ing)?\b|reports, logs, returns
\btold\b|reported, logged, returned
\bmend(s|ed|ing)?\b|fix
\bwhose\b|of the
\bso many\b|the number of
\bof (the application.s|your|one.s) own\b|application-provided
\b(stands|stood)\b|is
\bgoes before\b|precedes, overrides
\bgone\b|used up, deleted
\bparked\b|dead-lettered
\bleft over\b|not written
\bheirs?\b|recovery
\bcanary\b|contract check
\boutlook\b|seasonal forecast
\bhurried\b|flush requested
\bworth taking\b|batch ready
\bkeep(s)? out\b|exclude
\blet(s)? in\b|include
^Makes\b|Initializes, Creates
LIST
)

text=$(mktemp)
trap 'rm -f "$text"' EXIT
# One line a doc line: file:line:text, without tags and what they refer to.
git ls-files -- "$@" | grep '\.cs$' | grep -v '/Migrations/' | xargs grep -nHE '^\s*///' \
    | sed -E 's#^([^:]+:[0-9]+):\s*///\s?#\1:#; s#<see(also)? [^>]*/>##g; s#<(paramref|typeparamref) [^>]*/>##g; s#<c>[^<]*</c>##g; s#<[^>]*>##g' > "$text"
total=$(cut -d: -f3- "$text" | wc -w)
sum=0
while IFS='|' read -r word instead; do
    # The alternation inside a word is written with |, so the last field is what is written instead.
    line="$word|$instead"
    instead=${line##*|}
    word=${line%|*}
    found=$(cut -d: -f3- "$text" | grep -oiE "$word" | wc -l || true)
    sum=$((sum + found))
    [ "$found" -eq 0 ] || printf '%6d  %7.1f  %-55s -> %s\n' "$found" "$(awk "BEGIN { print 10000 * $found / $total }")" "$word" "$instead"
    if [ "${WORDS_WHERE:-}" = 1 ]; then grep -iE "^[^:]+:[0-9]+:.*($word)" "$text" | sed 's/^/        /' || true; fi
done <<< "$words"
printf '%d words of public documentation, %d to replace, %.1f per 10,000\n' "$total" "$sum" "$(awk "BEGIN { print 10000 * $sum / $total }")"
[ "$sum" -eq 0 ]
