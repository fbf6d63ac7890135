package dev.jeton.tokenize.internal.wire;

import dev.jeton.tokenize.TokenizerException;

/**
 * Reads the wire format of protocol buffers from a byte array, field after field.
 *
 * <p>A message is a sequence of fields: a key (field number times eight plus wire type) and a
 * value. Values of wire type 0 are integers of 1 to 10 bytes with seven bits each, 1 and 5 have
 * eight and four bytes, 2 has a length and that many bytes (texts and nested messages), 3 and 4
 * begin and end a group, which only very old writers use and which is skipped. Every read is
 * checked against the end of the message; messages name the field and its offset in the file.
 */
public final class WireReader {
    /** Integers. */
    public static final int VARINT = 0;

    /** Eight bytes. */
    public static final int FIXED64 = 1;

    /** A length and bytes. */
    public static final int BYTES = 2;

    /** The begin of a group. */
    public static final int GROUP = 3;

    /** The end of a group. */
    public static final int END_GROUP = 4;

    /** Four bytes. */
    public static final int FIXED32 = 5;

    /** Groups in groups; the reference's parser has the same limit. */
    private static final int MAX_DEPTH = 100;

    private final String file;
    private final byte[] bytes;
    private final int end;
    private int position;
    private int field;
    private int wireType;
    private int fieldOffset;

    /**
     * A reader of a whole file.
     *
     * @param file its name, for messages
     */
    public WireReader(String file, byte[] bytes) {
        this(file, bytes, 0, bytes.length);
    }

    private WireReader(String file, byte[] bytes, int from, int to) {
        this.file = file;
        this.bytes = bytes;
        position = from;
        end = to;
    }

    /** Goes to the next field; false at the end of the message. */
    public boolean next(String message) {
        if (position == end) {
            return false;
        }
        fieldOffset = position;
        long key = varint(message);
        field = (int) (key >>> 3);
        wireType = (int) (key & 7);
        if (key < 0 || key >>> 32 != 0 || field == 0) {
            throw error(message, "has the field key " + Long.toUnsignedString(key));
        }
        return true;
    }

    /** The number of the field. */
    public int field() {
        return field;
    }

    /** Where the field begins in the file. */
    public int fieldOffset() {
        return fieldOffset;
    }

    /** Where the next field begins in the file, once the value was read or skipped. */
    public int position() {
        return position;
    }

    /** The integer value of the field. */
    public long integer(String name) {
        require(name, VARINT, "an integer (0)");
        return varint(name);
    }

    /** The truth value of the field. */
    public boolean flag(String name) {
        return integer(name) != 0;
    }

    /** The 32-bit floating point value of the field. */
    public float number(String name) {
        require(name, FIXED32, "32 bits (5)");
        int at = position;
        skipBytes(name, 4);
        return Float.intBitsToFloat(
                (bytes[at] & 0xFF)
                        | (bytes[at + 1] & 0xFF) << 8
                        | (bytes[at + 2] & 0xFF) << 16
                        | bytes[at + 3] << 24);
    }

    /** The bytes of the field. */
    public byte[] bytes(String name) {
        int length = length(name);
        byte[] value = new byte[length];
        System.arraycopy(bytes, position, value, 0, length);
        position += length;
        return value;
    }

    /** A reader of the message in the field. */
    public WireReader message(String name) {
        int length = length(name);
        WireReader nested = new WireReader(file, bytes, position, position + length);
        position += length;
        return nested;
    }

    private int length(String name) {
        require(name, BYTES, "bytes (2)");
        long length = varint(name);
        if (length < 0 || length > end - position) {
            throw error(
                    name,
                    "says that it has "
                            + Long.toUnsignedString(length)
                            + " bytes, but only "
                            + (end - position)
                            + " are left");
        }
        return (int) length;
    }

    /** Passes over a field that is not of interest. */
    public void skip(String message) {
        skip(message, 0);
    }

    private void skip(String message, int depth) {
        switch (wireType) {
            case VARINT -> varint(message);
            case FIXED64 -> skipBytes(message, 8);
            case BYTES -> skipBytes(message, length(message));
            case FIXED32 -> skipBytes(message, 4);
            case GROUP -> skipGroup(message, depth);
            default -> throw error(message, "has a field with the wire type " + wireType);
        }
    }

    private void skipGroup(String message, int depth) {
        int group = field;
        if (depth == MAX_DEPTH) {
            throw error(message, "has more than " + MAX_DEPTH + " groups in each other");
        }
        while (next(message)) {
            if (wireType == END_GROUP) {
                if (field != group) {
                    throw error(message, "ends the group " + field + " inside the group " + group);
                }
                return;
            }
            skip(message, depth + 1);
        }
        throw error(message, "has a group that does not end");
    }

    private void require(String name, int expected, String words) {
        if (wireType != expected) {
            throw error(name, "has the wire type " + wireType + ". Expected " + words);
        }
    }

    private long varint(String name) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position == end) {
                throw error(name, "is cut off");
            }
            byte b = bytes[position++];
            value |= shift == 63 ? (long) (b & 1) << 63 : (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw error(name, "has an integer of more than 10 bytes");
    }

    private void skipBytes(String name, int count) {
        if (count > end - position) {
            throw error(name, "is cut off");
        }
        position += count;
    }

    /** A failure of the field {@code name} at the current offset. */
    public TokenizerException error(String name, String rest) {
        return new TokenizerException(
                file + ": " + name + " at byte " + fieldOffset + " " + rest + ".");
    }
}
