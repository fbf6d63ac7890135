package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import java.util.List;

/** Rows of a library whose files Jeton does not read yet: every one of them fails. */
final class UnsupportedRows implements RowFamily {
    private final String subjectKey;

    UnsupportedRows(String subjectKey) {
        this.subjectKey = subjectKey;
    }

    @Override
    public String subjectKey() {
        return subjectKey;
    }

    @Override
    public List<String> components(String subject) {
        return List.of();
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        throw new NotReplayableException("files of this library are not supported yet");
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        return Rows.outcome();
    }
}
