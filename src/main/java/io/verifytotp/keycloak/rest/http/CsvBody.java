package io.verifytotp.keycloak.rest.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.keycloak.http.HttpRequest;

/** Body of a request that is CSV in UTF-8. It is read when an operation asks for it, once, and up to a limit. */
public final class CsvBody {
    /** Maximum size: a thousand lines of a kilobyte. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String TYPE = "text/csv";
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int MALFORMED = 400;

    private final Optional<InputStream> stream;

    public CsvBody(Optional<InputStream> stream) {
        this.stream = stream;
    }

    /** Throws the API's 415 unless the request says that its body is CSV in UTF-8 with a header line. */
    public static void requireType(HttpRequest request) {
        String type = request.getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null || !isCsv(MediaType.valueOf(type))) {
            throw ApiError.of(UNSUPPORTED, "The content type must be " + TYPE + "; charset=utf-8");
        }
    }

    private static boolean isCsv(MediaType type) {
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        String header = type.getParameters().getOrDefault("header", "present");
        return (type.getType() + "/" + type.getSubtype()).equalsIgnoreCase(TYPE)
                && charset.equalsIgnoreCase("utf-8")
                && header.equalsIgnoreCase("present");
    }

    /** Returns the text; throws the API's 413 for more than {@value #MAX_BYTES} bytes and 400 for broken UTF-8. */
    public String text() {
        byte[] bytes = bytes();
        if (bytes.length > MAX_BYTES) {
            throw ApiError.of(
                    TOO_LARGE,
                    "The file has more than " + MAX_BYTES + " bytes; split it, each part with the header line");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiError.parameter("Body", "must be UTF-8; save the file in this encoding");
        }
    }

    private byte[] bytes() {
        try {
            return stream.isPresent() ? stream.get().readNBytes(MAX_BYTES + 1) : new byte[0];
        } catch (IOException e) {
            throw ApiError.of(MALFORMED, "The body could not be read to its end; nothing was done");
        }
    }
}
