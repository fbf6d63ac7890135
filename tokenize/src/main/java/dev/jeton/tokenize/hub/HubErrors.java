package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.hub.HubException.Reason;
import dev.jeton.tokenize.internal.fetch.DownloadException;
import dev.jeton.tokenize.internal.fetch.HttpRefusal;
import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says what is wrong with a repository, and what to do, in words. */
final class HubErrors {
    private static final int SHOWN_FILES = 12;

    private final String id;
    private final HubOptions options;

    HubErrors(String id, HubOptions options) {
        this.id = id;
        this.options = options;
    }

    private String page() {
        return options.endpoint() + "/" + id;
    }

    private String at() {
        return id + " (revision " + options.revision() + ")";
    }

    private HubException error(Reason reason, String message, IOException cause) {
        return new HubException(reason, message, cause);
    }

    /** The hub said no to a question about the repository or about its file {@code what}. */
    HubException refused(HttpRefusal refusal, String what) {
        String code = refusal.header("x-error-code");
        int status = refusal.status();
        if (code.equals("RevisionNotFound")) {
            return error(
                    Reason.NOT_FOUND,
                    id
                            + " has no revision \""
                            + options.revision()
                            + "\". Its branches, tags and commits are on "
                            + page()
                            + "/tree/main.",
                    refusal);
        }
        if (code.equals("EntryNotFound")) {
            return error(
                    Reason.NOT_FOUND,
                    at() + " has no file " + what + ". Its files are on " + page() + "/tree/main.",
                    refusal);
        }
        if (code.equals("GatedRepo")) {
            return error(Reason.NO_ACCESS, gated(status), refusal);
        }
        boolean hidden = status == 401 || code.equals("RepoNotFound") || status == 404;
        if (hidden) {
            boolean wrongToken =
                    status == 401 && refusal.header("x-error-message").contains("Invalid cred");
            return wrongToken
                    ? error(Reason.NO_ACCESS, wrongToken(refusal), refusal)
                    : error(Reason.NOT_FOUND, hidden(status, what), refusal);
        }
        if (status == 403) {
            return error(Reason.NO_ACCESS, forbidden(refusal), refusal);
        }
        if (status == 429) {
            return error(Reason.TOO_MANY_REQUESTS, tooMany(refusal), refusal);
        }
        return error(
                Reason.SERVER,
                String.format(
                        "%s: %s answered %d for %s%s. %s",
                        at(),
                        options.endpoint(),
                        status,
                        what,
                        detail(refusal),
                        status >= 500
                                ? "Try again later; files that are in the cache can be used"
                                        + " meanwhile with HF_HUB_OFFLINE=1."
                                : "Is it a hub? HF_ENDPOINT names another one."),
                refusal);
    }

    private static String detail(HttpRefusal refusal) {
        String message = refusal.header("x-error-message");
        return message.isEmpty() ? "" : " (" + message + ")";
    }

    private String gated(int status) {
        String how =
                options.token().isPresent()
                        ? "The account of your token has not been granted access."
                        : "There is no token.";
        return String.format(
                "%s is gated (%d): its owner wants you to accept conditions. %s Open %s, accept"
                        + " them, and give a token of that account: in HF_TOKEN, with \"hf auth"
                        + " login\", or by HubOptions.withToken.",
                id, status, how, page());
    }

    private String hidden(int status, String what) {
        String token =
                options.token().isPresent()
                        ? "The token that was shown has no right to see it."
                        : "A private one needs a token: in HF_TOKEN, with \"hf auth login\", or by"
                                + " HubOptions.withToken.";
        return String.format(
                "%s was not found on %s, or is private (%d, asked for %s). Look at the spelling,"
                        + " with upper and lower case. %s",
                id, options.endpoint(), status, what, token);
    }

    private String wrongToken(HttpRefusal refusal) {
        return String.format(
                "%s: %s does not know the token (%d%s). Make a new one on %s/settings/tokens, or"
                        + " take it away: HF_TOKEN, the token file, or HubOptions.withoutToken.",
                id, options.endpoint(), refusal.status(), detail(refusal), options.endpoint());
    }

    private String forbidden(HttpRefusal refusal) {
        return String.format(
                "%s: access is refused (403%s). A token needs the right to read the contents of"
                        + " this repository: %s/settings/tokens.",
                id, detail(refusal), options.endpoint());
    }

    private String tooMany(HttpRefusal refusal) {
        String after = refusal.header("retry-after");
        return String.format(
                "%s: %s wants fewer requests (429). %s%s",
                id,
                options.endpoint(),
                after.isEmpty() ? "Try again later" : "Try again in " + after + " s",
                options.token().isPresent() ? "." : "; with a token (HF_TOKEN) more are allowed.");
    }

    /** Reading from the hub, or writing into the cache, failed. */
    HubException failed(IOException e, String what) {
        if (e instanceof HttpRefusal refusal) {
            return refused(refusal, what);
        }
        if (e instanceof DownloadException) {
            return error(
                    Reason.CONTENT,
                    at() + ": " + what + " was not fetched: " + e.getMessage() + ".",
                    e);
        }
        if (e instanceof FileSystemException || IoCause.isDiskFull(e)) {
            return error(
                    Reason.CACHE,
                    String.format(
                            "The cache %s cannot be used for %s: %s. HF_HUB_CACHE names another"
                                    + " folder.",
                            options.cacheFolder(), id, IoCause.of(e)),
                    e);
        }
        return error(
                Reason.NETWORK,
                String.format(
                        "%s: %s cannot be reached: %s. Look at the network and the proxy"
                                + " (HTTPS_PROXY); HF_ENDPOINT names a mirror. The repository is"
                                + " not in the cache %s.",
                        at(), options.endpoint(), IoCause.of(e), options.cacheFolder()),
                e);
    }

    HubException interrupted(InterruptedException e) {
        return new HubException(
                Reason.INTERRUPTED, at() + ": the thread was interrupted while it fetched.", e);
    }

    HubException offline() {
        return new HubException(
                Reason.OFFLINE,
                String.format(
                        "%s is not in the cache %s, and fetching is switched off (HF_HUB_OFFLINE"
                                + " or HubOptions.withOffline). Fetch it once with a network, or"
                                + " copy the folder models--%s from a machine that has it.",
                        at(), options.cacheFolder(), id.replace("/", "--")));
    }

    HubException nothingWanted(Collection<String> files, String wanted) {
        String shown =
                files.stream().limit(SHOWN_FILES).collect(Collectors.joining(", "))
                        + (files.size() > SHOWN_FILES ? ", ..." : "");
        return new HubException(
                Reason.NOT_FOUND,
                String.format(
                        "%s has no %s among its %,d files%s%s.",
                        at(), wanted, files.size(), shown.isEmpty() ? "" : ": ", shown));
    }

    HubException noHub(String address) {
        return new HubException(
                Reason.SERVER,
                String.format(
                        "%s: the answer of %s names no commit (X-Repo-Commit), so it is no hub."
                                + " Look at HF_ENDPOINT, the proxy and the firewall.",
                        at(), address));
    }

    HubException wrongHash(String what, String found, String expected) {
        return new HubException(
                Reason.CONTENT,
                String.format(
                        "%s: %s has the SHA-256 %s, the hub says %s; the bytes were deleted. Try"
                                + " again; a proxy on the way may change files.",
                        at(), what, found, expected));
    }

    HubException tooLarge(String what, long bytes) {
        return new HubException(
                Reason.CONTENT,
                String.format(
                        "%s: %s has %,d bytes, more than %,d (HubOptions.withMaxFileBytes).",
                        at(), what, bytes, options.maxFileBytes()));
    }
}
