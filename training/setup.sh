#!/usr/bin/env bash
# Makes training/.venv, ready for `training/.venv/bin/python -m training`. Safe to run again: what is there is kept.
# PYTHON=... chooses the interpreter; MATINEE_VENV=... another place.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
venv="${MATINEE_VENV:-$here/.venv}"
stamp="$venv/.matinee-$(cat "$here"/requirements*.txt "$here"/constraints-*.txt "${BASH_SOURCE[0]}" | cksum | cut -d" " -f1)"

say() { echo "training/setup.sh: $*"; }
fail() { say "$*" >&2; exit 1; }
has_torch() { "$1" -c 'import torch' >/dev/null 2>&1; }
usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; }

if [ -e "$stamp" ] && has_torch "$venv/bin/python"; then
  say "$venv is ready"
  exit 0
fi

# Debian's packages, where this is Debian and we may: apt_install PACKAGE...
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "installs Debian's $*"
  local log
  log="$(mktemp)"
  export DEBIAN_FRONTEND=noninteractive
  if { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
  fi
}

if usable "$venv/bin/python" && has_torch "$venv/bin/python"; then
  say "brings $venv up to date"
else
  # An interpreter that has torch already saves a large download.
  python=""
  for candidate in ${PYTHON:-} python3 /usr/bin/python3; do
    if usable "$candidate" && has_torch "$candidate"; then python="$candidate"; break; fi
  done
  if [ -z "$python" ] && [ -z "${PYTHON:-}" ]; then
    if apt_install python3-torch python3-venv libopenblas0-pthread && has_torch /usr/bin/python3; then
      python=/usr/bin/python3
    else
      say "torch will come from PyPI"
    fi
  fi
  if [ -z "$python" ]; then
    for candidate in ${PYTHON:-} python3 /usr/bin/python3; do
      if usable "$candidate"; then python="$candidate"; break; fi
    done
  fi
  [ -n "$python" ] || fail "Python 3.10 or newer is needed (onnxruntime that reads 8-bit weights has none for 3.9) and was not found. Install it, or name one with PYTHON=..."

  "$python" -c 'import ensurepip' >/dev/null 2>&1 || apt_install python3-venv || true
  say "makes $venv with $("$python" -V 2>&1)"
  "$python" -m venv --clear --system-site-packages "$venv" ||
    fail "the virtual environment could not be made. On Debian: apt-get install python3-venv"
fi
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet install)

if ! has_torch "$venv/bin/python"; then
  say "installs torch from PyPI"
  "${pip[@]}" torch --constraint "$here/constraints-torch2.txt" || fail "torch could not be installed. Install it for $python yourself and run this again."
fi
# The versions that go with the torch that is there; torch itself stays.
lock="$here/constraints-torch2.txt"
if "$venv/bin/python" -c 'import sys, torch; sys.exit(int(torch.__version__.split(".")[0]) >= 2)'; then
  lock="$here/constraints-torch1.txt"
fi
constraints="$(mktemp)"
trap 'rm -f "$constraints"' EXIT
grep -v '^torch==' "$lock" >"$constraints"
say "installs the libraries in requirements.txt and requirements-dev.txt, locked by $(basename "$lock")"
"${pip[@]}" --requirement "$here/requirements.txt" --requirement "$here/requirements-dev.txt" --constraint "$constraints" ||
  fail "the libraries could not be installed: see above. Check the network and run this again."

(cd "$here/.." && "$venv/bin/python" -c 'import onnx, onnxruntime, sentence_transformers, tokenizers, torch, transformers
print(f"training/setup.sh: torch {torch.__version__}, transformers {transformers.__version__}, onnxruntime {onnxruntime.__version__}")') ||
  fail "the libraries are installed but do not load: see above."
touch "$stamp"
say "$venv is ready"
