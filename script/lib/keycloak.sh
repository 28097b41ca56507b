# A Keycloak with this extension in a folder of its own below target/. Sourced after checks.sh.

# The folder's name is the first argument; the port is the second.
prepare_keycloak() {
  folder=$PWD/target/$1
  port=$2
  case $port in '' | *[!0-9]*) fail "The port must be a number, got '$port'." ;; esac
  require_java_and_maven
  command -v tar >/dev/null || fail "tar was not found; it unpacks Keycloak."
  ! port_is_taken "$port" || fail "Port $port is taken. Stop what listens there, or choose another port."
  version=$(pom_property keycloak.distribution.version)
  home=$folder/keycloak-$version
  log=$folder/keycloak.log
  server=
  mkdir -p "$folder"
  trap stop_keycloak EXIT
  trap 'echo; echo "Stopping ..."; exit 0' INT TERM
}

quietly() {
  "$@" >"$folder/build.log" 2>&1 || { grep -E '^\[(ERROR|WARNING)\]' "$folder/build.log" >&2; return 1; }
}

unpack_keycloak() {
  [ ! -x "$home/bin/kc.sh" ] || return 0
  echo "Fetching Keycloak $version ..."
  quietly mvn -B -ntp dependency:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:tar.gz" \
    -DoutputDirectory="$folder" || fail "Keycloak $version could not be fetched."
  tar -xzf "$folder/keycloak-quarkus-dist-$version.tar.gz" -C "$folder"
  rm "$folder/keycloak-quarkus-dist-$version.tar.gz"
}

# Arguments go to Maven.
build_extension() {
  echo "Building the extension ..."
  quietly mvn -B -ntp "$@" package
}

start_keycloak() {
  rm -f "$home"/providers/keycloak-verify-totp-*.jar
  cp target/keycloak-verify-totp-*.jar "$home/providers/"
  KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin \
    "$home/bin/kc.sh" start-dev --import-realm --http-host=127.0.0.1 --http-port="$port" >"$log" 2>&1 &
  server=$!
  local deadline=$((SECONDS + 300))
  until (realm_answers) 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { tail -n 30 "$log" >&2; fail "Keycloak ended before it was ready; the whole log is in $log"; }
    [ "$SECONDS" -lt "$deadline" ] || { tail -n 30 "$log" >&2; fail "Keycloak was not ready within 5 minutes; the whole log is in $log"; }
    sleep 1
  done
}

stop_keycloak() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

realm_answers() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET /realms/owlbank HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$port" >&3
  IFS= read -r status <&3 || true
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

addresses() {
  cat <<TEXT

  Account page   http://localhost:$port/realms/owlbank/account
  User           olivia
  Password       owls-see-at-night

  Admin console  http://localhost:$port/admin  (admin / admin)
  Log            $log

TEXT
}
