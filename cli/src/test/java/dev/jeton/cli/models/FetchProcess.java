package dev.jeton.cli.models;

import dev.jeton.tokenize.hub.FetchListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Fetches one file in a process of its own: address, SHA-256, length. */
final class FetchProcess {
    private FetchProcess() {}

    public static void main(String[] args) throws Exception {
        ModelEntry.Part part =
                new ModelEntry.Part(Map.of("url", args[0]), OptionalLong.empty(), Optional.empty());
        ModelEntry entry =
                new ModelEntry(
                        "toy",
                        List.of(),
                        "",
                        "none",
                        "toy.gguf",
                        Long.parseLong(args[2]),
                        args[1],
                        List.of(new ModelEntry.Source("url", List.of(part))));
        ModelStore store =
                ModelStore.builder(Environment.system(), new Catalog(List.of(entry))).build();
        store.fetch(
                entry,
                new FetchListener() {
                    @Override
                    public void notice(String line) {
                        System.out.println(line);
                    }
                });
    }
}
