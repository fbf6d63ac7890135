package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** Writes one JSON object as one line of the output. */
final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLine() {}

    /** Fills the object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes the object and a line feed, and flushes: programs read line by line. */
    static void print(CommandIo io, Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        io.out().println(text.toString()).flush();
    }

    /** Writes a field with an array of numbers. */
    static void ids(JsonGenerator json, String name, int[] ids) throws IOException {
        json.writeFieldName(name);
        json.writeArray(ids, 0, ids.length);
    }
}
