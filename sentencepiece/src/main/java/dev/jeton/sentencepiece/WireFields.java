package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.wire.WireReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Copies messages of the wire format field by field, so that what nobody changes stays as it was,
 * unknown fields included. See {@link WireReader} for the format.
 */
final class WireFields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A field as it stands in the file: its number and its bytes, key included. */
    static final class Field {
        private final int number;
        private final byte[] bytes;

        Field(int number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        int number() {
            return number;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** The fields of a message in their order. */
    static List<Field> split(byte[] message, String name) {
        WireReader in = new WireReader(name, message);
        List<Field> fields = new ArrayList<>();
        while (in.next(name)) {
            int from = in.fieldOffset();
            in.skip(name);
            byte[] bytes = Arrays.copyOfRange(message, from, in.position());
            fields.add(new Field(in.field(), bytes));
        }
        return fields;
    }

    /** The message in a field of bytes. */
    static byte[] message(Field field, String name) {
        WireReader in = new WireReader(name, field.bytes());
        return in.next(name) ? in.bytes(name) : new byte[0];
    }

    /** Copies the fields of {@code message} whose number is not replaced. */
    WireFields copy(byte[] message, String name, IntPredicate replaced) {
        for (Field field : split(message, name)) {
            if (!replaced.test(field.number())) {
                out.writeBytes(field.bytes());
            }
        }
        return this;
    }

    /** Writes bytes as they are. */
    WireFields raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireFields integer(int field, long value) {
        varint((long) field << 3 | WireReader.VARINT);
        varint(value);
        return this;
    }

    WireFields number(int field, float value) {
        varint((long) field << 3 | WireReader.FIXED32);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(bits >>> shift);
        }
        return this;
    }

    WireFields bytes(int field, byte[] value) {
        varint((long) field << 3 | WireReader.BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
