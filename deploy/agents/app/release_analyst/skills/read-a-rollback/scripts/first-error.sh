#!/usr/bin/env bash
# Prints the first line of a log that looks like an error, with its number and three lines before it.
set -euo pipefail

awk '
  { line[NR] = $0 }
  tolower($0) ~ /error|refused|fatal|exception|denied|no such|not found|timed? ?out/ {
    for (at = NR - 3; at <= NR; at++) if (at > 0) printf "%d: %s\n", at, line[at]
    found = 1
    exit
  }
  END { if (!found) print "No line looks like an error." }
'
