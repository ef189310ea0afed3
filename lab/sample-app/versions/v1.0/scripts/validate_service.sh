#!/usr/bin/env bash
# Asks port 8080 of this instance, as the load balancer will, and fails if nothing answers there.
set -euo pipefail

node "$(dirname "$0")/probe.js" "http://${INSTANCE_ADDRESS:-127.0.0.1}:8080/health" && exit 0

# What the application says of itself tells why, so it goes into the deployment's own log.
log="${INSTANCE_ROOT:-}/var/log/lab-app.log"
if [ -s "$log" ]; then
  echo "The application's log ends with:"
  tail -n 1 "$log"
fi
exit 1
