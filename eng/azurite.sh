# Sourced by run and test: Azurite, the emulator of Azure Tables, from npm into a folder of the user's cache.
#
#   REWARDS_CACHE  where such things are kept (default: $XDG_CACHE_HOME/rewards or ~/.cache/rewards)

azurite_version=3.37.0
azurite_home=${REWARDS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rewards}/azurite-$azurite_version
azurite_program=$azurite_home/node_modules/azurite/dist/src/table/main.js
# The account and key that every Azurite and every client of it know; not a secret.
azurite_account=devstoreaccount1
azurite_key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

# azurite_install: true if it is there afterwards; otherwise says what is missing. A few hundred files, once.
azurite_install() {
  [ -f "$azurite_program" ] && return 0
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Azurite needs Node.js 20 or later and npm: sudo apt-get install nodejs npm"
    return 1
  fi
  local fresh=$azurite_home.$$
  mkdir -p "$fresh" &&
    npm install --prefix "$fresh" --no-audit --no-fund --no-package-lock --ignore-scripts --omit=dev \
      "azurite@$azurite_version" </dev/null || { rm -rf "$fresh"; return 1; }
  # Whole or not at all, also if two install at once.
  if [ -f "$azurite_program" ] || ! mv "$fresh" "$azurite_home"; then rm -rf "$fresh"; fi
  [ -f "$azurite_program" ]
}

# azurite_start LOG [FOLDER]: starts it on a free port of this machine only, in FOLDER or, without one, in memory. Sets
# azurite_pid, azurite_port and azurite_connection (a connection string). True once it answers.
azurite_start() {
  local log=$1 persistence=(--inMemoryPersistence) attempt
  [ -z "${2:-}" ] || persistence=(--location "$2")
  for attempt in 1 2 3 4 5; do
    azurite_port=$(azurite_free_port)
    # It takes one new connection in each turn of its loop, which is a third of a second under load: none is dropped idle.
    node "$azurite_program" --tableHost 127.0.0.1 --tablePort "$azurite_port" --tableKeepAliveTimeout 600 \
      --silent --disableTelemetry "${persistence[@]}" >"$log" 2>&1 </dev/null &
    azurite_pid=$!
    disown "$azurite_pid" # wait and jobs are for what the caller starts
    if azurite_answers "$log"; then
      azurite_connection="DefaultEndpointsProtocol=http;AccountName=$azurite_account;AccountKey=$azurite_key"
      azurite_connection+=";TableEndpoint=http://127.0.0.1:$azurite_port/$azurite_account;"
      return 0
    fi
    kill "$azurite_pid" 2>/dev/null
  done
  return 1
}

azurite_free_port() {
  node -e 'const s = require("net").createServer();
    s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); });'
}

# Up to a minute for a slow machine; ends at once if the process does (another took the port: try the next).
azurite_answers() {
  local left
  for ((left = 600; left > 0; left--)); do
    grep -q 'successfully started' "$1" && return 0
    kill -0 "$azurite_pid" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# SIGINT, because it saves its data then and not on SIGTERM; up to ten seconds for that.
azurite_stop() {
  [ -n "${azurite_pid:-}" ] || return 0
  local left
  kill -INT "$azurite_pid" 2>/dev/null || true
  for ((left = 100; left > 0; left--)); do
    kill -0 "$azurite_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$azurite_pid" 2>/dev/null || true
  azurite_pid=
}
