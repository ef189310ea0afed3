#!/usr/bin/env bash
# Asks port 8080 of this instance, as the load balancer will, and fails if nothing answers there.
set -euo pipefail

exec node "$(dirname "$0")/probe.js" "http://${INSTANCE_ADDRESS:-127.0.0.1}:8080/health"
