package io.verifytotp.keycloak.rest.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** The public form of a realm's id: what the wire contract calls an account. */
public final class AccountSid {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private AccountSid() {}

    /** The realm's id itself where it is a UUID, else one that is derived from it: imported realms may have any id. */
    public static String of(String realm) {
        UUID id = UUID_FORM.matcher(realm).matches()
                ? UUID.fromString(realm)
                : UUID.nameUUIDFromBytes(("verify-totp account of realm " + realm).getBytes(StandardCharsets.UTF_8));
        return "AC" + id.toString().replace("-", "");
    }
}
