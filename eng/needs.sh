# Sourced by run and test: what they need from the machine. Each function returns at once if it is there, installs it
# where that is allowed (root with apt-get), and otherwise names the missing thing with the command that gets it.

fail_need() {
  printf 'Missing: %s\n  Get it with: %s\n' "$1" "$2" >&2
  exit 2
}

# apt_install PACKAGE: true if the package is installed afterwards.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  echo "Installing $1 ..." >&2
  apt-get install -y -q "$1" >/dev/null 2>&1 ||
    { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q "$1" >/dev/null 2>&1; }
}

# The SDK that global.json in the current directory asks for; `dotnet --version` fails if none suits it.
need_dotnet() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
  local home
  for home in "" "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [ -n "$home" ]; then
      [ -x "$home/dotnet" ] && PATH="$home:$PATH" dotnet --version >/dev/null 2>&1 || continue
      export DOTNET_ROOT="$home" PATH="$home:$PATH"
      return 0
    fi
    dotnet --version >/dev/null 2>&1 && return 0
  done
  apt_install dotnet-sdk-10.0 && dotnet --version >/dev/null 2>&1 && return 0
  fail_need "the .NET SDK $(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json) or a later 10.0" \
    "sudo apt-get install dotnet-sdk-10.0   (not in your apt sources? https://dotnet.microsoft.com/download/dotnet/10.0)"
}

# The system's SQLite library; macOS and Windows always have one.
need_sqlite() {
  [ "$(uname -s)" = Linux ] || return 0
  has_sqlite && return 0
  apt_install libsqlite3-0 && has_sqlite && return 0
  fail_need "the SQLite library libsqlite3.so.0" "sudo apt-get install libsqlite3-0"
}

has_sqlite() {
  local known file
  known=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null)
  case "$known" in *libsqlite3.so.0*) return 0 ;; esac
  # A system without ldconfig's cache (Alpine, a bare container).
  for file in /usr/lib/libsqlite3.so.0 /lib/libsqlite3.so.0 /usr/lib/*/libsqlite3.so.0; do
    [ -e "$file" ] && return 0
  done
  return 1
}
