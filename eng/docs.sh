#!/usr/bin/env bash
# Builds the documentation site from README.md, docs/ and the XML docs of the packages into artifacts/docs/_site:
# eng/docs.sh [--serve]. A link that leads nowhere is a failure. REPOSITORY is the address that links to sources start
# with; without one they are plain text.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
stage=$root/artifacts/docs
rm -rf "$stage"
mkdir -p "$stage/bin"

dotnet build eng/Packages.slnf --configuration Release --nologo --verbosity quiet
for project in src/*/; do
    name=$(basename "$project")
    cp "artifacts/bin/$name/release/$name".{dll,xml} "$stage/bin/"
done

# The pages keep their places, so that links between them hold.
cp -r docs eng/docs/docfx.json eng/docs/toc.yml eng/icon.png LICENSE ./*.md "$stage/"
rm -f "$stage/AGENTS.md"
sed 's/width="128" height="128"/width="36" height="36"/' eng/icon.svg > "$stage/icon.svg"
cp README.md "$stage/index.md"
cp eng/docs/guide.yml "$stage/docs/toc.yml"

# A folder of decisions is a page with their titles.
{
    printf '# Decisions\n\n'
    for page in docs/adr/*.md; do
        printf -- '- [%s](%s)\n' "$(head -1 "$page" | sed 's/^# *//')" "$(basename "$page")"
    done
} > "$stage/docs/adr/README.md"

# Links to what is no page: to the repository where its address is known.
find "$stage" -name '*.md' -print0 | xargs -0 sed -i -E \
    -e 's#\]\((docs/)?adr/?\)#](\1adr/README.md)#g' \
    -e "s#\[([^][]*)\]\((\.\./)*((tests|benchmarks|src|samples|eng)(/[^)]*)?)\)#$([ -n "${REPOSITORY:-}" ] && echo "[\\1]($REPOSITORY/blob/main/\\3)" || echo '\1')#g" \
    -e 's#\]\((\.\./)*AGENTS\.md\)#](CONTRIBUTING.md)#g'

cd eng/docs
dotnet tool restore > /dev/null
dotnet docfx "$stage/docfx.json" --warningsAsErrors "$@"
echo "The site is in artifacts/docs/_site."
