package dev.jeton.cli.models;

import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that have a name.
 *
 * <p>The built-in catalogue is the resource {@code catalog.json} beside this class. A user's own
 * file in the same format ({@code JETON_CATALOG}, otherwise {@code models.json} in the
 * configuration folder) is added to it; its entries win over built-in ones of the same name.
 */
public final class Catalog {
    private static final String RESOURCE = "catalog.json";

    private final List<ModelEntry> entries;

    /** A catalogue of these entries; of two with one name the first counts. */
    public Catalog(List<ModelEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The built-in catalogue and the user's. */
    public static Catalog load(Environment environment) throws FetchException {
        List<ModelEntry> all = new ArrayList<>();
        Optional<String> named = environment.variable("JETON_CATALOG");
        Path file = named.map(Path::of).orElse(environment.configFolder().resolve("models.json"));
        if (named.isPresent() || Files.exists(file)) {
            all.addAll(read(file));
        }
        all.addAll(builtIn());
        return new Catalog(all);
    }

    static List<ModelEntry> builtIn() throws FetchException {
        try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FetchException("The jar lacks the model catalogue " + RESOURCE + ".");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return CatalogReader.read(text, RESOURCE);
        } catch (IOException e) {
            throw new FetchException("The model catalogue in the jar cannot be read: " + e, e);
        }
    }

    private static List<ModelEntry> read(Path file) throws FetchException {
        try {
            return CatalogReader.read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw FetchException.wrongUse(
                    "The model catalogue " + file + " cannot be read: " + IoCause.of(e) + ".");
        }
    }

    /** All entries, the user's first. */
    public List<ModelEntry> entries() {
        return entries;
    }

    /** The entry of this name or alias, in any case. */
    public Optional<ModelEntry> find(String name) {
        return entries.stream()
                .filter(entry -> names(entry).anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** The entry whose file has this SHA-256. */
    public Optional<ModelEntry> findBySha256(String sha256) {
        return entries.stream()
                .filter(entry -> entry.sha256().equalsIgnoreCase(sha256))
                .findFirst();
    }

    /** The entry of this name or alias. */
    public ModelEntry require(String name) throws FetchException {
        Optional<ModelEntry> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        String near =
                entries.stream()
                        .flatMap(Catalog::names)
                        .filter(known -> distance(known, name) <= Math.max(2, name.length() / 4))
                        .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                        .map(known -> " Did you mean \"" + known + "\"?")
                        .orElse("");
        throw FetchException.wrongUse(
                "There is no model \""
                        + name
                        + "\" in the catalogue."
                        + near
                        + " \"jeton models list\" shows the names.");
    }

    private static Stream<String> names(ModelEntry entry) {
        return Stream.concat(Stream.of(entry.name()), entry.aliases().stream());
    }

    /** The number of letters to insert, delete or change, in small letters. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
