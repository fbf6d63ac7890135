package dev.jeton.tokenize.internal.fetch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the proxy: the JVM's properties ({@code https.proxyHost} and so on) where they are set,
 * otherwise the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code
 * NO_PROXY}, in capitals or small letters.
 */
final class Proxies extends ProxySelector {
    private final Variables variables;

    Proxies(Variables variables) {
        this.variables = variables;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        ProxySelector ofJvm = ProxySelector.getDefault();
        if (ofJvm != null && variables.property(scheme + ".proxyHost").isPresent()) {
            return ofJvm.select(uri);
        }
        if (isExempt(uri.getHost(), uri.getPort())) {
            return List.of(Proxy.NO_PROXY);
        }
        return proxy(scheme)
                .map(Proxies::address)
                .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
                .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The caller reports the failure; there is no second proxy to try.
    }

    /** The user and password in the proxy's address, if any. */
    Optional<Authenticator> authenticator(String scheme) {
        return proxy(scheme)
                .map(URI::getUserInfo)
                .filter(info -> info.indexOf(':') > 0)
                .map(Proxies::basic);
    }

    private static Authenticator basic(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = userInfo.substring(0, colon);
        char[] password = userInfo.substring(colon + 1).toCharArray();
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                // Never hand the proxy's password to a server.
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(user, password)
                        : new PasswordAuthentication("", new char[0]);
            }
        };
    }

    private Optional<URI> proxy(String scheme) {
        return variables
                .variableOfAnyCase(scheme.toUpperCase(Locale.ROOT) + "_PROXY")
                .or(() -> variables.variableOfAnyCase("ALL_PROXY"))
                .map(value -> value.contains("://") ? value : "http://" + value)
                .flatMap(Proxies::parse);
    }

    private static Optional<URI> parse(String value) {
        try {
            URI uri = new URI(value);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static InetSocketAddress address(URI proxy) {
        int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
        return InetSocketAddress.createUnresolved(proxy.getHost(), port);
    }

    private boolean isExempt(String host, int port) {
        String list = variables.variableOfAnyCase("NO_PROXY").orElse("");
        for (String item : list.split("[,\\s]+", -1)) {
            String suffix = item.startsWith("*.") ? item.substring(1) : item;
            if (suffix.equals("*") || suffix.equalsIgnoreCase(host)) {
                return true;
            }
            if (suffix.equalsIgnoreCase(host + ":" + port)) {
                return true;
            }
            String dotted = suffix.startsWith(".") ? suffix : "." + suffix;
            if (!suffix.isEmpty()
                    && ("." + host)
                            .toLowerCase(Locale.ROOT)
                            .endsWith(dotted.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
