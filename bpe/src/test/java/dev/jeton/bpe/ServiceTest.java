package dev.jeton.bpe;

import dev.jeton.tokenize.kit.ModelChecks;
import java.io.IOException;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;

/** The model is registered for the class path and for the module path. */
class ServiceTest {
    @Test
    void isRegisteredBothWays() throws IOException, URISyntaxException {
        ModelChecks.checkRegistered(BpeFactory.class);
    }
}
