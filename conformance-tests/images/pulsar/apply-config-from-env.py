#!/bin/bash
# Stands in for the script that this name belongs to: PULSAR_PREFIX_key=value sets a key of a configuration file, and
# key=value one that the file has already.
set -euo pipefail
file=$1
while IFS= read -r -d '' variable; do
  key=${variable%%=*}
  value=${variable#*=}
  case $key in
    PULSAR_PREFIX_*) key=${key#PULSAR_PREFIX_} ;;
    *) grep -q -F -x -e "$key" <(sed -n 's/=.*//p' "$file") || continue ;;
  esac
  { grep -v -e "^${key//./\\.}=" "$file" || true; } > "$file.new"
  echo "$key=$value" >> "$file.new"
  cat "$file.new" > "$file"
  rm "$file.new"
done < <(env -0)
