package dev.jeton.tokenize.hub;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for names of repositories, revisions, files, commits and blobs. Names become paths in
 * the cache, and some come from a server: none may lead out of it.
 */
final class HubNames {
    private static final Pattern ID_PART = Pattern.compile("\\w(?:[\\w.-]*\\w)?");
    private static final Pattern REVISION = Pattern.compile("[\\w.+@=-]+(?:/[\\w.+@=-]+)*");
    private static final Pattern BLOB = Pattern.compile("[\\w.+=-]{1,200}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int MAX_ID = 96;
    private static final int MAX_PATH = 1_000;
    private static final Set<String> NOT_FILES = Set.of("", ".", "..");

    private HubNames() {}

    /** Refuses what cannot be a repository, as the hub does. */
    static String checkId(String id) {
        String[] parts = id.split("/", -1);
        boolean right =
                parts.length <= 2
                        && id.length() <= MAX_ID
                        && !id.contains("--")
                        && !id.contains("..")
                        && !id.toLowerCase(Locale.ROOT).endsWith(".git");
        for (String part : parts) {
            right &= ID_PART.matcher(part).matches();
        }
        if (!right) {
            throw new IllegalArgumentException(
                    "\""
                            + id
                            + "\" is not the name of a repository of the hub. Expected"
                            + " \"owner/name\" of letters, digits, \"-\", \"_\" and \".\", at most "
                            + MAX_ID
                            + " characters. Files on this machine are loaded with"
                            + " Tokenizers.load(path).");
        }
        return id;
    }

    static void checkRevision(String revision) {
        boolean right = REVISION.matcher(revision).matches() && revision.length() <= MAX_PATH;
        for (String part : revision.split("/", -1)) {
            right &= !NOT_FILES.contains(part);
        }
        if (!right) {
            throw new IllegalArgumentException(
                    "\""
                            + revision
                            + "\" is not a revision. Expected a branch, a tag, a commit or"
                            + " \"refs/pr/N\".");
        }
    }

    /** Whether this names a file inside of a folder, on every platform. */
    static boolean isFile(String path) {
        for (String part : path.split("/", -1)) {
            boolean device = part.indexOf(':') >= 0 || part.indexOf('\\') >= 0;
            if (NOT_FILES.contains(part) || device || part.chars().anyMatch(c -> c < 0x20)) {
                return false;
            }
        }
        return path.length() <= MAX_PATH;
    }

    /** Whether a revision names a commit, so that what it names never changes. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** Whether a server's word for a commit or an etag can be the name of a file. */
    static boolean isBlob(String name) {
        return BLOB.matcher(name).matches() && !NOT_FILES.contains(name);
    }
}
