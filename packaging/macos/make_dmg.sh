#!/bin/sh
# Disk image with the program and a link to Applications; after packaging/build.py.
# Signed with the identity in SIGNING_IDENTITY, if there is one.
set -eu
cd "$(dirname "$0")/../.."
app=dist/hsiviewer.app
version=$(dist/hsiviewer/hsiviewer --version)
folder=build/dmg
rm -rf "$folder"
mkdir -p "$folder"
if [ -n "${SIGNING_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --sign "$SIGNING_IDENTITY" "$app"
fi
cp -R "$app" "$folder/"
cp -R dist/hsiviewer/licenses "$folder/licenses"
ln -s /Applications "$folder/Applications"
hdiutil create -volname hsiviewer -srcfolder "$folder" -ov -format UDZO \
    "dist/hsiviewer-$version-$(uname -m).dmg"
