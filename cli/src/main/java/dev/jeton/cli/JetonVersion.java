package dev.jeton.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class JetonVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "jeton " + (own == null ? "(not packaged)" : own),
            "Java "
                    + Runtime.version()
                    + ", "
                    + System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.arch")
        };
    }
}
