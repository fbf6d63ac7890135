package dev.jeton.cli;

import dev.jeton.cli.models.Environment;
import dev.jeton.tokenize.hub.FetchListener;
import dev.jeton.tokenize.hub.Hub;
import dev.jeton.tokenize.hub.HubException;
import dev.jeton.tokenize.hub.HubOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A repository of the Hugging Face hub, or a file of one, as {@code
 * hf:owner/name[/file][@revision]}.
 *
 * @param id the repository, {@code owner/name}, or a name alone for the oldest ones
 * @param file a path in it
 * @param revision a branch, a tag or a commit
 */
record HubName(String id, Optional<String> file, Optional<String> revision) {
    private static final String PREFIX = "hf:";

    /** Reads a name that begins with {@code hf:}; there is none in anything else. */
    static Optional<HubName> parse(String name) {
        return name.startsWith(PREFIX)
                ? Optional.of(ofRest(name.substring(PREFIX.length())))
                : Optional.empty();
    }

    /** Reads a name without {@code hf:}. */
    static HubName ofRest(String name) {
        int at = name.indexOf('@');
        Optional<String> revision = at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
        String path = at < 0 ? name : name.substring(0, at);
        int owner = path.indexOf('/');
        int end = owner < 0 ? -1 : path.indexOf('/', owner + 1);
        return new HubName(
                end < 0 ? path : path.substring(0, end),
                end < 0 ? Optional.empty() : Optional.of(path.substring(end + 1)),
                revision);
    }

    /** What of a repository a command needs. */
    enum Need {
        TOKENIZER,
        MODEL
    }

    /** The file, or the folder with what is needed; fetched first if it must. */
    Path fetch(Need need, boolean offline, Environment environment, FetchListener listener) {
        try {
            HubOptions options = HubOptions.of(environment.variables().environment());
            if (offline || environment.isOn("JETON_OFFLINE")) {
                options = options.withOffline(true);
            }
            if (revision.isPresent()) {
                options = options.withRevision(revision.get());
            }
            return fetch(need, options.withListener(listener));
        } catch (HubException e) {
            String message = String.valueOf(e.getMessage());
            throw e.reason() == HubException.Reason.NOT_FOUND
                    ? CommandFailure.wrongUse(message, e)
                    : CommandFailure.failed(message, e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
        }
    }

    private Path fetch(Need need, HubOptions options) {
        HubOptions anySize = options.withMaxFileBytes(Long.MAX_VALUE);
        if (file.isPresent()) {
            return Hub.of(anySize).file(id, file.get());
        }
        Path folder = Hub.of(options).tokenizerFolder(id);
        return need == Need.MODEL ? Hub.of(anySize).folder(id, HubName::isWeights) : folder;
    }

    private static boolean isWeights(String file) {
        return !file.contains("/")
                && (file.endsWith(".safetensors") || file.endsWith(".safetensors.index.json"));
    }
}
