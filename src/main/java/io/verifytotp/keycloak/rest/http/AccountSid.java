package io.verifytotp.keycloak.rest.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Public form of a realm's id, the account of the wire contract: {@code AC} and 32 hexadecimal digits. */
public final class AccountSid {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private AccountSid() {}

    /** Uses the realm's id if it is a UUID, or else a UUID derived from it: imported realms may have any id. */
    public static String of(String realm) {
        UUID id = UUID_FORM.matcher(realm).matches()
                ? UUID.fromString(realm)
                : UUID.nameUUIDFromBytes(("verify-totp account of realm " + realm).getBytes(StandardCharsets.UTF_8));
        return "AC" + id.toString().replace("-", "");
    }
}
