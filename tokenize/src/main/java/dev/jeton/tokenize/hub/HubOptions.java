package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where and how files of the hub are had. Immutable; the {@code with} methods return changed
 * copies.
 *
 * <p>The defaults are those of Python's {@code huggingface_hub}: {@code HF_HOME}, {@code
 * HF_HUB_CACHE}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_ENDPOINT}, {@code
 * HF_HUB_OFFLINE} (also {@code TRANSFORMERS_OFFLINE}), {@code HF_HUB_DISABLE_IMPLICIT_TOKEN},
 * {@code HF_HUB_DISABLE_SYMLINKS}, {@code HF_HUB_ETAG_TIMEOUT}, {@code HF_HUB_DOWNLOAD_TIMEOUT},
 * and the token file that {@code hf auth login} writes. The proxy is the JVM's ({@code
 * https.proxyHost}), otherwise that of {@code HTTPS_PROXY} and {@code NO_PROXY}; TLS is the JVM's.
 */
public final class HubOptions {
    private static final String ENDPOINT = "https://huggingface.co";
    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");

    private final Variables variables;
    private final String revision;
    private final Optional<String> token;
    private final Path cacheFolder;
    private final boolean offline;
    private final String endpoint;
    private final long maxFileBytes;
    private final HttpDownload.Timeouts timeouts;
    private final FetchListener listener;

    private HubOptions(Draft draft) {
        variables = draft.variables;
        revision = draft.revision;
        token = draft.token;
        cacheFolder = draft.cacheFolder.toAbsolutePath().normalize();
        offline = draft.offline;
        endpoint = draft.endpoint;
        maxFileBytes = draft.maxFileBytes;
        timeouts = draft.timeouts;
        listener = draft.listener;
    }

    /** Options before they are made. */
    private static final class Draft {
        final Variables variables;
        String revision = "main";
        Optional<String> token;
        Path cacheFolder;
        boolean offline;
        String endpoint;
        long maxFileBytes = MAX_FILE_BYTES;
        HttpDownload.Timeouts timeouts;
        FetchListener listener = FetchListener.SILENT;

        Draft(Variables variables) {
            this.variables = variables;
            Path home = home(variables);
            token = implicitToken(variables, home);
            cacheFolder =
                    folder(variables, "HF_HUB_CACHE")
                            .or(() -> folder(variables, "HUGGINGFACE_HUB_CACHE"))
                            .orElseGet(() -> home.resolve("hub"));
            offline =
                    isTrue(
                            variables
                                    .variable("HF_HUB_OFFLINE")
                                    .or(() -> variables.variable("TRANSFORMERS_OFFLINE")));
            endpoint = checkedEndpoint(variables.variable("HF_ENDPOINT").orElse(ENDPOINT));
            timeouts = timeouts(variables);
        }

        Draft(HubOptions options) {
            variables = options.variables;
            revision = options.revision;
            token = options.token;
            cacheFolder = options.cacheFolder;
            offline = options.offline;
            endpoint = options.endpoint;
            maxFileBytes = options.maxFileBytes;
            timeouts = options.timeouts;
            listener = options.listener;
        }
    }

    private HubOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new HubOptions(draft);
    }

    /** The options that the environment of this process asks for. */
    public static HubOptions defaults() {
        return new HubOptions(new Draft(Variables.ofProcess()));
    }

    /** The options that these environment variables ask for, rather than those of the process. */
    public static HubOptions of(Map<String, String> environment) {
        return of(environment, System.getProperties());
    }

    static HubOptions of(Map<String, String> environment, Properties properties) {
        return new HubOptions(new Draft(new Variables(environment, properties)));
    }

    private static Path home(Variables variables) {
        return folder(variables, "HF_HOME")
                .orElseGet(
                        () ->
                                folder(variables, "XDG_CACHE_HOME")
                                        .orElseGet(() -> userHome(variables).resolve(".cache"))
                                        .resolve("huggingface"));
    }

    private static Optional<String> implicitToken(Variables variables, Path home) {
        if (isTrue(variables.variable("HF_HUB_DISABLE_IMPLICIT_TOKEN"))) {
            return Optional.empty();
        }
        Path file = folder(variables, "HF_TOKEN_PATH").orElseGet(() -> home.resolve("token"));
        return variables
                .variable("HF_TOKEN")
                .or(() -> variables.variable("HUGGING_FACE_HUB_TOKEN"))
                .or(() -> tokenOf(file))
                .map(HubOptions::checkedToken);
    }

    /** A file that is missing, or that we may not read, is no token: as in Python. */
    private static Optional<String> tokenOf(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String checkedToken(String token) {
        String stripped = token.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            // The token itself must not stand in a message.
            throw new IllegalArgumentException(
                    "The token for the hub has characters that no token has (or none at all)."
                            + " Look at HF_TOKEN and the token file.");
        }
        return stripped;
    }

    private static String checkedEndpoint(String address) {
        String stripped = address.strip().replaceAll("/+$", "");
        if (HttpDownload.uri(stripped).isEmpty()) {
            throw new IllegalArgumentException(
                    "The hub's endpoint \""
                            + address
                            + "\" (HF_ENDPOINT) is not an address that begins with http:// or"
                            + " https://.");
        }
        return stripped;
    }

    private static HttpDownload.Timeouts timeouts(Variables variables) {
        HttpDownload.Timeouts otherwise = HttpDownload.Timeouts.DEFAULT;
        return new HttpDownload.Timeouts(
                otherwise.connect(),
                seconds(variables, "HF_HUB_ETAG_TIMEOUT").orElse(otherwise.answer()),
                seconds(variables, "HF_HUB_DOWNLOAD_TIMEOUT").orElse(otherwise.stall()),
                otherwise.pause());
    }

    private static Optional<Duration> seconds(Variables variables, String name) {
        return variables
                .variable(name)
                .map(String::strip)
                .filter(value -> value.matches("[1-9]\\d{0,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static Path userHome(Variables variables) {
        return Path.of(variables.property("user.home").orElse("."));
    }

    /**
     * A folder that a variable names, with {@code ~} and {@code $OTHER} resolved as Python does.
     */
    private static Optional<Path> folder(Variables variables, String name) {
        return variables
                .variable(name)
                .map(
                        value ->
                                value.equals("~") || value.startsWith("~/")
                                        ? userHome(variables) + value.substring(1)
                                        : value)
                .map(value -> expanded(variables, value))
                .map(Path::of);
    }

    private static String expanded(Variables variables, String value) {
        Matcher matcher = VARIABLE.matcher(value);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            String found = variables.environment().getOrDefault(name, matcher.group());
            matcher.appendReplacement(text, Matcher.quoteReplacement(found));
        }
        return matcher.appendTail(text).toString();
    }

    private static boolean isTrue(Optional<String> value) {
        return value.filter(v -> v.strip().matches("(?i)1|on|yes|true")).isPresent();
    }

    /** A branch, a tag, a commit or a pull request ({@code refs/pr/1}); at first {@code main}. */
    public HubOptions withRevision(String newRevision) {
        HubNames.checkRevision(newRevision);
        return changed(draft -> draft.revision = newRevision);
    }

    /**
     * The token to show to the endpoint, and to no other host.
     *
     * @throws IllegalArgumentException if it has characters that no token has
     */
    public HubOptions withToken(String newToken) {
        String checked = checkedToken(newToken);
        return changed(draft -> draft.token = Optional.of(checked));
    }

    /** Shows no token, whatever the environment has. */
    public HubOptions withoutToken() {
        return changed(draft -> draft.token = Optional.empty());
    }

    /** The folder that holds {@code models--org--name}: what {@code HF_HUB_CACHE} names. */
    public HubOptions withCacheFolder(Path folder) {
        return changed(draft -> draft.cacheFolder = folder);
    }

    /** Whether only the cache is used. */
    public HubOptions withOffline(boolean onlyCache) {
        return changed(draft -> draft.offline = onlyCache);
    }

    /**
     * Another hub, or a mirror of it.
     *
     * @throws IllegalArgumentException if it does not begin with http:// or https://
     */
    public HubOptions withEndpoint(String address) {
        String checked = checkedEndpoint(address);
        return changed(draft -> draft.endpoint = checked);
    }

    /**
     * The most bytes a file may have; 1 GiB at first.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public HubOptions withMaxFileBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "maxFileBytes is " + bytes + ", but must be 0 or more.");
        }
        return changed(draft -> draft.maxFileBytes = bytes);
    }

    /** Is told how fetching goes on. */
    public HubOptions withListener(FetchListener newListener) {
        return changed(draft -> draft.listener = newListener);
    }

    HubOptions withTimeouts(HttpDownload.Timeouts newTimeouts) {
        return changed(draft -> draft.timeouts = newTimeouts);
    }

    /** The revision. */
    public String revision() {
        return revision;
    }

    /** The token, if there is one. */
    Optional<String> token() {
        return token;
    }

    /** The folder that holds {@code models--org--name}. */
    public Path cacheFolder() {
        return cacheFolder;
    }

    /** Whether only the cache is used. */
    public boolean isOffline() {
        return offline;
    }

    /** The hub's address without a slash at its end. */
    public String endpoint() {
        return endpoint;
    }

    /** The most bytes a file may have. */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    FetchListener listener() {
        return listener;
    }

    boolean usesLinks() {
        return !isTrue(variables.variable("HF_HUB_DISABLE_SYMLINKS"));
    }

    HttpDownload newDownload() {
        return new HttpDownload(variables, timeouts);
    }

    @Override
    public String toString() {
        return "HubOptions[endpoint="
                + endpoint
                + ", revision="
                + revision
                + ", token="
                + (token.isPresent() ? "(set)" : "(none)")
                + ", cacheFolder="
                + cacheFolder
                + ", offline="
                + offline
                + "]";
    }
}
