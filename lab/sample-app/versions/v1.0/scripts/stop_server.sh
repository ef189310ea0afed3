#!/usr/bin/env bash
# Stops the application: asks it to finish its requests, and insists after 15 seconds.
set -euo pipefail

pid_file="${INSTANCE_ROOT:-}/var/run/lab-app.pid"

if [ ! -s "$pid_file" ]; then
  echo "The application is not running: there is no $(basename "$pid_file")."
  exit 0
fi

pid="$(cat "$pid_file")"
ours() { tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q 'dist/server/main.js'; }

if ! ours; then
  echo "The application is not running: process $pid is gone."
  rm -f "$pid_file"
  exit 0
fi

echo "Stopping process $pid."
kill -TERM "$pid" 2>/dev/null || true
for _ in $(seq 1 150); do
  if ! ours; then
    rm -f "$pid_file"
    echo "Stopped."
    exit 0
  fi
  sleep 0.1
done

echo "Process $pid did not stop within 15 seconds, killing it." >&2
kill -KILL "$pid" 2>/dev/null || true
rm -f "$pid_file"
