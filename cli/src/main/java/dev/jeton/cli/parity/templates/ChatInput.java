package dev.jeton.cli.parity.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.PlainJson;
import dev.jeton.cli.parity.UnreadableFolderException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code inputs.jsonl} as plain values.
 *
 * @param messages as in the file: normally a list of maps
 * @param tools null is none
 * @param documents null is none
 * @param variables the {@code kwargs} of the call
 */
record ChatInput(
        String id,
        @Nullable Object messages,
        @Nullable Object tools,
        @Nullable Object documents,
        Map<String, @Nullable Object> variables,
        boolean continueFinalMessage) {

    static ChatInput of(JsonLines.Line line) {
        ObjectNode row = line.parse();
        JsonNode id = row.path("id");
        if (!id.isTextual() || !row.has("messages")) {
            throw new UnreadableFolderException(
                    line.place() + ": an input has \"id\" (a string) and \"messages\"");
        }
        return new ChatInput(
                id.textValue(),
                PlainJson.of(row.path("messages")),
                PlainJson.of(row.path("tools")),
                PlainJson.of(row.path("documents")),
                PlainJson.map(row.path("kwargs")),
                row.path("continue_final_message").asBoolean());
    }
}
