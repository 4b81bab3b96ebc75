#!/usr/bin/env bash
# Compiles the style sheet of the desk and takes over the font, with their licences. Needs npm; its result is committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --no-audit --no-fund --ignore-scripts
npx sass --no-source-map --style=compressed --load-path=node_modules --load-path=. --quiet-deps desk.scss ../wwwroot/desk.css
cp node_modules/htmx.org/dist/htmx.min.js ../wwwroot/
cp node_modules/htmx.org/LICENSE ../wwwroot/licences/htmx.txt
for weight in 400 700; do
    cp "node_modules/@fontsource/noto-sans-bengali/files/noto-sans-bengali-bengali-$weight-normal.woff2" ../wwwroot/
done
cp node_modules/@fontsource/noto-sans-bengali/LICENSE ../wwwroot/licences/noto-sans-bengali.txt
