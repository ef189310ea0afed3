#!/usr/bin/env bash
# Starts the application in production mode and leaves it running in its own session.
set -euo pipefail

app="${APP_ROOT:-/home/ec2-user/app}"
run_dir="${INSTANCE_ROOT:-}/var/run"
log_dir="${INSTANCE_ROOT:-}/var/log"
mkdir -p "$run_dir" "$log_dir"

# An instance that is started twice must not serve from two processes.
bash "$(dirname "$0")/stop_server.sh"

cd "$app"
NODE_ENV=production setsid node dist/server/main.js </dev/null >>"$log_dir/lab-app.log" 2>&1 &
pid=$!
echo "$pid" >"$run_dir/lab-app.pid"

sleep 0.3
if ! kill -0 "$pid" 2>/dev/null; then
  echo "The application ended at once. The end of its log:" >&2
  tail -n 20 "$log_dir/lab-app.log" >&2
  exit 1
fi
echo "Started $(basename "$app") in production mode as process $pid."
