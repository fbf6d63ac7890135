package dev.jeton.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands: those with a constructor for the streams get them. */
final class CommandFactory implements IFactory {
    private final CommandIo io;

    CommandFactory(CommandIo io) {
        this.io = io;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == CommandIo.class) {
                return type.cast(constructor.newInstance(io));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
