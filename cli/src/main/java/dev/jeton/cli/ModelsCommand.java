package dev.jeton.cli;

import dev.jeton.cli.models.Catalog;
import dev.jeton.cli.models.FetchException;
import dev.jeton.cli.models.ModelEntry;
import dev.jeton.cli.models.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jeton models}: the catalogue and what of it is in the cache. */
@Command(
        name = "models",
        synopsisSubcommandLabel = "COMMAND",
        description = "List, fetch, find and remove the models of the catalogue.",
        subcommands = {
            ModelsCommand.ListCommand.class,
            ModelsCommand.FetchCommand.class,
            ModelsCommand.PathCommand.class,
            ModelsCommand.RemoveCommand.class,
        },
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton models list",
            "  jeton models fetch smollm2",
            "  jeton inspect \"$(jeton models path smollm2)\"",
            "",
            "Models lie in the platform's cache folder; JETON_CACHE names another one."
                    + " JETON_CATALOG",
            "names a catalogue file of your own; docs/cli.md has its format."
        })
final class ModelsCommand extends BaseCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    ModelsCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, fetch, path or remove");
    }

    /** The model named on the command line. */
    static final class NamedModel {
        @Parameters(paramLabel = "NAME", description = "A name or an alias of the catalogue.")
        String name = "";

        ModelEntry entry(ModelStore store) throws FetchException {
            return store.catalog().require(name);
        }
    }

    /** {@code jeton models list}. */
    @Command(
            name = "list",
            description = "Show the models of the catalogue.",
            footerHeading = "%n",
            footer = {"Example:", "  jeton models list --json"})
    static final class ListCommand extends BaseCommand {
        @Option(names = "--json", description = "Print JSON, one object for each model.")
        private boolean json;

        ListCommand(CommandIo io) {
            super(io);
        }

        @Override
        public Integer call() throws Exception {
            ModelStore store = ModelStore.open(io.environment());
            for (ModelEntry entry : store.catalog().entries()) {
                Optional<Path> cached = store.cached(entry);
                if (json) {
                    printJson(entry, cached);
                } else {
                    io.out()
                            .println(
                                    entry.name()
                                            + "  ("
                                            + String.join(", ", entry.aliases())
                                            + ")");
                    io.out().println("  " + entry.description());
                    io.out()
                            .println(
                                    "  "
                                            + FetchProgress.megabytes(entry.bytes())
                                            + ", "
                                            + entry.licence()
                                            + ", "
                                            + cached.map(path -> "here: " + path)
                                                    .orElse("not fetched yet"));
                }
            }
            return ExitCode.OK;
        }

        private void printJson(ModelEntry entry, Optional<Path> cached) throws IOException {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeStringField("name", entry.name());
                        fields.writeArrayFieldStart("aliases");
                        for (String alias : entry.aliases()) {
                            fields.writeString(alias);
                        }
                        fields.writeEndArray();
                        fields.writeStringField("description", entry.description());
                        fields.writeStringField("licence", entry.licence());
                        fields.writeStringField("file", entry.file());
                        fields.writeNumberField("bytes", entry.bytes());
                        fields.writeStringField("sha256", entry.sha256());
                        fields.writeBooleanField("cached", cached.isPresent());
                        if (cached.isPresent()) {
                            fields.writeStringField("path", cached.get().toString());
                        }
                    });
        }
    }

    /** {@code jeton models fetch}. */
    @Command(
            name = "fetch",
            description = "Fetch a model into the cache and print its path.",
            footerHeading = "%n",
            footer = {
                "Example:",
                "  jeton models fetch smollm2",
                "",
                "A fetch that was interrupted goes on where it stopped. The hash is compared"
                        + " before",
                "the file gets its name."
            })
    static final class FetchCommand extends BaseCommand {
        @Mixin private final NamedModel named = new NamedModel();

        @Option(names = "--offline", description = "Only look into the cache.")
        private boolean offline;

        FetchCommand(CommandIo io) {
            super(io);
        }

        @Override
        public Integer call() throws Exception {
            Catalog catalog = Catalog.load(io.environment());
            ModelStore store =
                    ModelStore.builder(io.environment(), catalog).offline(offline).build();
            Path file = store.fetch(named.entry(store), new FetchProgress(io));
            io.out().println(file.toString());
            return ExitCode.OK;
        }
    }

    /** {@code jeton models path}. */
    @Command(
            name = "path",
            description = "Print the path of a model in the cache; exit code 1 if it is not there.",
            footerHeading = "%n",
            footer = {"Example:", "  ls -l \"$(jeton models path smollm2)\""})
    static final class PathCommand extends BaseCommand {
        @Mixin private final NamedModel named = new NamedModel();

        PathCommand(CommandIo io) {
            super(io);
        }

        @Override
        public Integer call() throws Exception {
            ModelStore store = ModelStore.open(io.environment());
            ModelEntry entry = named.entry(store);
            Optional<Path> cached = store.cached(entry);
            if (cached.isEmpty()) {
                throw CommandFailure.failed(
                        "The model "
                                + entry.name()
                                + " is not in the cache "
                                + store.folder()
                                + ". Fetch it: jeton models fetch "
                                + entry.name(),
                        null);
            }
            io.out().println(cached.get().toString());
            return ExitCode.OK;
        }
    }

    /** {@code jeton models remove}. */
    @Command(
            name = "remove",
            description = "Delete a model from the cache.",
            footerHeading = "%n",
            footer = {"Example:", "  jeton models remove smollm2"})
    static final class RemoveCommand extends BaseCommand {
        @Mixin private final NamedModel named = new NamedModel();

        RemoveCommand(CommandIo io) {
            super(io);
        }

        @Override
        public Integer call() throws Exception {
            ModelStore store = ModelStore.open(io.environment());
            ModelEntry entry = named.entry(store);
            long freed = store.remove(entry);
            io.message(
                    freed == 0
                            ? entry.name() + " was not in the cache."
                            : entry.name()
                                    + " removed, "
                                    + FetchProgress.megabytes(freed)
                                    + " freed.");
            return ExitCode.OK;
        }
    }
}
