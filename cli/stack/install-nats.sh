#!/bin/sh
# Installs nats-server where it is missing: npm run nats:install
set -eu

if command -v nats-server >/dev/null 2>&1; then
  echo "nats-server is installed: $(nats-server --version)"
  exit 0
fi

if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Run this as root, or install sudo: apt-get install nats-server needs it." >&2; exit 1; }
    as_root=sudo
  fi
  $as_root apt-get update
  $as_root apt-get install --yes --no-install-recommends nats-server
  # The package starts a server of its own where systemd runs; ours are started when they are needed.
  if command -v systemctl >/dev/null 2>&1; then $as_root systemctl disable --now nats-server >/dev/null 2>&1 || true; fi
  nats-server --version
  exit 0
fi

cat >&2 <<'EOF'
nats-server is missing, and this system has no apt-get. Install version 2.9 or newer so that nats-server is on the PATH:
  macOS           brew install nats-server
  Alpine          apk add nats-server
  Arch            pacman -S nats-server
  any other       a release of https://github.com/nats-io/nats-server
EOF
exit 1
