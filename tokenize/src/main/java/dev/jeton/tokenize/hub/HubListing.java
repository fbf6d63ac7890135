package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.json.JsonNode;
import dev.jeton.tokenize.internal.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files of a repository at a commit, which never change.
 *
 * <p>Kept in the cache as {@code trees/COMMIT.json}, in the format that {@code huggingface_hub} 1.x
 * keeps there: so either finds what the other has asked.
 *
 * @param commit the commit
 * @param files by path
 */
record HubListing(String commit, NavigableMap<String, Entry> files) {
    private static final long FORMAT = 1;

    /**
     * A file; what is not known is -1 or empty.
     *
     * @param size its bytes
     * @param blob the id that git has for it
     * @param sha256 of a large file
     */
    record Entry(long size, String blob, String sha256) {
        static final Entry UNKNOWN = new Entry(-1, "", "");
    }

    /** Reads the hub's answer to {@code /api/models/ID/revision/REVISION?blobs=true}. */
    static HubListing ofAnswer(byte[] json, String address) {
        JsonNode root = JsonTree.read(json, address);
        String commit = root.get("sha").string();
        if (!HubNames.isBlob(commit)) {
            throw root.error("has the commit \"" + commit + "\", which is none.");
        }
        NavigableMap<String, Entry> files = new TreeMap<>();
        for (JsonNode file : root.get("siblings").elements()) {
            String path = file.get("rfilename").string();
            if (HubNames.isFile(path)) {
                files.put(path, entry(file, "blobId", "lfs", "sha256"));
            }
        }
        return new HubListing(commit, files);
    }

    private static Entry entry(JsonNode file, String blob, String lfs, String sha256) {
        JsonNode large = file.find(lfs);
        return new Entry(
                file.find("size").value() instanceof Long size ? size : -1,
                file.find(blob).value() instanceof String id ? id : "",
                large.isObject() && large.find(sha256).value() instanceof String hash ? hash : "");
    }

    /** Reads {@code trees/COMMIT.json}; the listing is empty if it is of another format. */
    static HubListing ofCache(String commit, byte[] json, String file) {
        NavigableMap<String, Entry> files = new TreeMap<>();
        JsonNode root = JsonTree.read(json, file);
        Object format = root.find("format_version").value();
        if (!Long.valueOf(FORMAT).equals(format)) {
            throw new TokenizerException(file + " has the format " + format + ", not " + FORMAT);
        }
        JsonNode all = root.get("files");
        for (String path : all.names()) {
            JsonNode node = all.get(path);
            String sha = node.find("lfs_sha256").value() instanceof String text ? text : "";
            Entry plain = entry(node, "blob_id", "", "");
            files.put(path, new Entry(plain.size(), plain.blob(), sha));
        }
        return new HubListing(commit, files);
    }

    /** Whether all is known that {@code trees/COMMIT.json} must hold. */
    boolean isComplete() {
        return files.values().stream().allMatch(e -> e.size() >= 0 && !e.blob().isEmpty());
    }

    /** What {@code trees/COMMIT.json} holds. */
    byte[] toCache() {
        StringBuilder json = new StringBuilder("{\"format_version\": 1, \"files\": {");
        String comma = "";
        for (Map.Entry<String, Entry> file : files.entrySet()) {
            Entry entry = file.getValue();
            json.append(comma).append(quoted(file.getKey())).append(": {\"size\": ");
            json.append(entry.size()).append(", \"blob_id\": ").append(quoted(entry.blob()));
            if (!entry.sha256().isEmpty()) {
                json.append(", \"lfs_sha256\": ").append(quoted(entry.sha256()));
                json.append(", \"lfs_size\": ").append(entry.size());
            }
            json.append('}');
            comma = ", ";
        }
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
