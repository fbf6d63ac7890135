package dev.jeton.cli.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One model of the catalogue.
 *
 * @param name the name to call it by, in small letters
 * @param aliases other names; compared without regard to case, as the name is
 * @param description one line
 * @param licence an SPDX identifier or the licence's name
 * @param file the file's name in the cache
 * @param bytes the file's length
 * @param sha256 the file's SHA-256 in small hexadecimal digits
 * @param sources where it can be had, the best first
 */
public record ModelEntry(
        String name,
        List<String> aliases,
        String description,
        String licence,
        String file,
        long bytes,
        String sha256,
        List<Source> sources) {

    /** Copies the lists. */
    public ModelEntry {
        aliases = List.copyOf(aliases);
        sources = List.copyOf(sources);
    }

    /**
     * One place that has the file.
     *
     * @param type the kind of source, the name of a {@link ModelSource}
     * @param parts the pieces to fetch; put one after another they are the file
     */
    public record Source(String type, List<Part> parts) {
        /** Copies the list. */
        public Source {
            parts = List.copyOf(parts);
        }
    }

    /**
     * One piece of a file.
     *
     * @param values what the kind of source needs to find it: a repository, a package, an address
     * @param bytes the piece's length where the catalogue has it
     * @param sha256 the piece's SHA-256 where the catalogue has it
     */
    public record Part(Map<String, String> values, OptionalLong bytes, Optional<String> sha256) {
        /** Copies the map. */
        public Part {
            values = Map.copyOf(values);
        }

        /** A value that must be there. */
        String require(String key) throws FetchException {
            String value = values.get(key);
            if (value == null) {
                throw FetchException.wrongUse(
                        "The model catalogue has a source without \""
                                + key
                                + "\": "
                                + values
                                + ".");
            }
            return value;
        }

        /** A value that may be missing. */
        String get(String key, String otherwise) {
            return values.getOrDefault(key, otherwise);
        }
    }
}
