# Keycloak with this extension, built for PostgreSQL and for a fast start. See docs/containers.md.
#
#   docker build -t keycloak-verify-totp .

FROM maven:3-eclipse-temurin-17 AS extension
WORKDIR /build
COPY . .
RUN mvn -B -ntp -DskipTests package

FROM quay.io/keycloak/keycloak:26.7.3
COPY --from=extension --chown=1000:0 /build/target/keycloak-verify-totp-*.jar /opt/keycloak/providers/
# A time of whole seconds, because layers keep no fractions: Keycloak compares it with that of its build.
RUN touch --date=@1767225600 /opt/keycloak/providers/keycloak-verify-totp-*.jar
# The group may write what the owner may, so that the image runs under any user id, as in OpenShift.
RUN umask 002 \
 && mkdir -p /opt/keycloak/data/import \
 && /opt/keycloak/bin/kc.sh build --db=postgres --health-enabled=true --metrics-enabled=true
CMD ["start", "--optimized"]
