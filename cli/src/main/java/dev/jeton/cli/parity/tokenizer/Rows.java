package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of a row and writes outcomes in the form of the golden data. */
final class Rows {
    private Rows() {}

    /** A new empty outcome. */
    static ObjectNode outcome() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The string under {@code key}; a row without it cannot be judged. */
    static String text(JsonNode row, String key) {
        String value = row.path(key).textValue();
        if (value == null) {
            throw new NotReplayableException("the row has no string \"" + key + "\"");
        }
        return value;
    }

    /** The string under {@code key}, or null where it is absent or null. */
    static @Nullable String optionalText(JsonNode row, String key) {
        return row.path(key).textValue();
    }

    /** The strings of an array. */
    static List<String> texts(JsonNode array) {
        List<String> out = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                throw new NotReplayableException("not a string in a list of strings: " + item);
            }
            out.add(item.textValue());
        }
        return out;
    }

    /** Ids are unsigned 32-bit numbers; they stand in an int as they are in Jeton's API. */
    static int[] ids(JsonNode array) {
        int[] out = new int[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) array.get(i).longValue();
        }
        return out;
    }

    static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    static ArrayNode ints(int[] values) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode(values.length);
        for (int value : values) {
            out.add(value);
        }
        return out;
    }

    /** Ids in the golden data are unsigned. */
    static ArrayNode unsigned(int[] values) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode(values.length);
        for (int value : values) {
            if (value >= 0) {
                out.add(value);
            } else {
                out.add(Integer.toUnsignedLong(value));
            }
        }
        return out;
    }

    static ArrayNode strings(List<String> values) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(out::add);
        return out;
    }

    static ArrayNode pair(int first, int second) {
        return JsonNodeFactory.instance.arrayNode(2).add(first).add(second);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of the values as little-endian 32-bit numbers. */
    static String sha256(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        MessageDigest digest = sha256();
        digest.update(bytes.array());
        return hex(digest);
    }

    static String sha256(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return hex(digest);
    }
}
