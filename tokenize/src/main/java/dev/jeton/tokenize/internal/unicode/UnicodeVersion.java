package dev.jeton.tokenize.internal.unicode;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Unicode versions that the reference (tokenizers 0.22.2) uses, each for other components.
 *
 * <p>A version is a file of sections made by {@code TableGenerator} in the test sources; it is read
 * when first asked for, and a section is decoded when first asked for.
 */
public final class UnicodeVersion {
    /** {@code BertNormalizer}, {@code BertPreTokenizer}, {@code Punctuation}. */
    public static final UnicodeVersion V8 = new UnicodeVersion("8.0");

    /** {@code NFC NFD NFKC NFKD}, {@code StripAccents}, {@code UnicodeScripts}. */
    public static final UnicodeVersion V9 = new UnicodeVersion("9.0");

    /** Patterns of {@code Split} and {@code Replace}, {@code Whitespace}. */
    public static final UnicodeVersion V16 = new UnicodeVersion("16.0");

    /** {@code Lowercase}, {@code Digits}, and every test for white space of the Rust library. */
    public static final UnicodeVersion V17 = new UnicodeVersion("17.0");

    private final String number;
    private volatile @Nullable TableFile file;
    private final Map<String, CodePointSet> sets = new ConcurrentHashMap<>();
    private final Map<String, CodePointMap> maps = new ConcurrentHashMap<>();

    private UnicodeVersion(String number) {
        this.number = number;
    }

    private TableFile file() {
        TableFile f = file;
        if (f == null) {
            f = TableFile.read("unicode-" + number + ".bin");
            file = f;
        }
        return f;
    }

    /**
     * The code points with a general category ({@code "Lu"}), a group of them ({@code "L"}, {@code
     * "LC"}), a binary property ({@code "Alphabetic"}), a script or a block ({@code "In_..."}), or
     * null where there is no such name. Case, blanks, {@code -} and {@code _} do not matter.
     */
    public @Nullable CodePointSet find(String name) {
        String key = key(name);
        CodePointSet set = sets.get(key);
        if (set == null) {
            set = file().set(key);
            if (set != null) {
                sets.put(key, set);
            }
        }
        return set;
    }

    /** As {@link #find}, for names that are known to be there. */
    public CodePointSet set(String name) {
        CodePointSet set = find(name);
        if (set == null) {
            throw new IllegalArgumentException(
                    "Unicode " + number + " has no set " + name + " here.");
        }
        return set;
    }

    /** A property with one value for each code point: {@code gc}, {@code sc}, {@code ccc}, ... */
    public CodePointMap map(String name) {
        return maps.computeIfAbsent(name, n -> file().map(n));
    }

    /**
     * A mapping of code points to sequences: {@code lower}, {@code fold}, {@code nfd}, {@code
     * nfkd}.
     */
    CodePointSequences sequences(String name) {
        return file().sequences(name);
    }

    /** A name as it is compared: lower case, without blanks, {@code -} and {@code _}. */
    static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '_' && c != '-') {
                key.append(c);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
