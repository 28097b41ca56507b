# Checks that the scripts share. Sourced, not run.

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

require_java_and_maven() {
  local java=java version
  [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || fail "Java was not found. Install a JDK, version 17 or newer, or set JAVA_HOME to one."
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
  [ "${version%%.*}" -ge 17 ] 2>/dev/null ||
    fail "Java ${version:-of unknown version} is too old: a JDK of version 17 or newer is needed ($java)."
  command -v mvn >/dev/null || fail "Maven was not found. Install Maven 3.8 or newer."
}

# True if something listens on that port of this machine.
port_is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

pom_property() {
  sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" pom.xml
}
