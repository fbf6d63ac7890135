package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.SmolLm2;
import dev.jeton.generate.ChatModel;
import dev.jeton.generate.GenerateOptions;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.tokenize.Compat;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Explanation;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.hub.HubException;
import dev.jeton.tokenize.hub.HubOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of the README, run. {@link MarkdownExamplesTest} holds the two together. */
class ReadmeExamplesTest {
    private static final List<ChatMessage> MESSAGES =
            List.of(ChatMessage.user("What is the capital of France?"));

    @Test
    void chatTokenizer() {
        Path path = SmolLm2.file();
        ChatTokenizer chat =
                ChatTokenizer.load(path); // a GGUF file, or a folder with tokenizer.json
        List<ChatMessage> messages =
                List.of(
                        ChatMessage.system("You are a helpful assistant."),
                        ChatMessage.user("What is the capital of France?"));
        int[] ids = chat.applyChatTemplate(messages).ids();
        String text = chat.tokenizer().decode(ids);

        assertEquals(
                """
                <|im_start|>system
                You are a helpful assistant.<|im_end|>
                <|im_start|>user
                What is the capital of France?<|im_end|>
                """,
                text);
        EncodeOptions asIs = EncodeOptions.defaults().withSpecialTokens(false);
        assertArrayEquals(chat.tokenizer().encodeIds(text, asIs), ids);
    }

    @Test
    void tokenizerAlone() {
        Path path = Path.of("../testdata/decoders/tokenizer/tokenizer.json");
        Tokenizer tokenizer = Tokenizers.load(path);
        String text = "naïve 😀 café";
        Encoding encoding = tokenizer.encode(text);
        for (int i = 0; i < encoding.size(); i++) {
            String covered = text.substring(encoding.start(i), encoding.end(i));
            System.out.println(encoding.id(i) + " " + covered);
        }
        int tokens = tokenizer.count("How long is this?");

        assertEquals(text, tokenizer.decode(encoding.ids()));
        assertTrue(tokens > 0);
    }

    @Test
    void tokenizerOfTheHub(@TempDir Path cache) {
        HubException e = assertThrows(HubException.class, () -> withOptions("hf_example", cache));
        assertEquals(HubException.Reason.OFFLINE, e.reason());
    }

    /** Never called: there is no such repository. */
    static void tokenizerOfTheHub() {
        Tokenizer tokenizer = Tokenizers.fromPretrained("org/name");
        ChatTokenizer chat = ChatTokenizer.fromPretrained("org/name");
        assertEquals(tokenizer.count("Hi"), chat.tokenizer().count("Hi"));
    }

    private static Tokenizer withOptions(String token, Path cache) {
        HubOptions options =
                HubOptions.defaults()
                        .withRevision("v1.0") // a branch, a tag, a commit or refs/pr/N
                        .withToken(token)
                        .withCacheFolder(cache)
                        .withOffline(true);
        Tokenizer tokenizer = Tokenizers.fromPretrained("org/name", options);
        return tokenizer;
    }

    @Test
    void textToIds() {
        Tokenizer tokenizer =
                Tokenizers.load(Path.of("../testdata/decoders/tokenizer/tokenizer.json"));
        String text = "How long is this?";
        int count = tokenizer.count(text); // cheapest
        int[] ids = tokenizer.encodeIds(text); // ids alone
        Encoding encoding = tokenizer.encode(text); // with tokens, offsets, words, masks
        assertEquals(count, ids.length);
        assertArrayEquals(encoding.ids(), ids);

        EncodeOptions bytes = EncodeOptions.defaults().withOffsetUnit(OffsetUnit.UTF8_BYTE);
        Encoding inBytes = tokenizer.encode("naïve", bytes);
        assertEquals(6, inBytes.end(inBytes.size() - 1));

        EncodeOptions plain =
                EncodeOptions.defaults().withSpecialTokenPolicy(SpecialTokenPolicy.plain());
        EncodeOptions refuse =
                EncodeOptions.defaults().withSpecialTokenPolicy(SpecialTokenPolicy.refuse());
        String special = tokenizer.addedTokens().values().iterator().next().content();
        assertTrue(tokenizer.count(special, plain) > 1);
        assertThrows(TokenizerException.class, () -> tokenizer.count(special, refuse));

        for (Explanation.Step step : tokenizer.explain("Hello there").steps()) {
            System.out.println(step.stage().type() + " " + step.parts());
        }
    }

    @Test
    void anotherVersionOfTheReference() {
        Path path = SmolLm2.file();
        Tokenizer newer = Tokenizers.loader().compat(Compat.HF_0_23).load(path);
        assertEquals(List.of("Hello"), newer.encode("Hello").tokens());
    }

    @Test
    void strictLoading() {
        Path path = Path.of("..", "testdata", "decoders", "tokenizer", "tokenizer.json");
        Tokenizer checked = Tokenizers.loader().strict(true).load(path);
        assertTrue(checked.vocabularySize(true) > 0);
    }

    @Test
    void wholeAnswer() {
        Path path = SmolLm2.file();
        List<ChatMessage> messages = MESSAGES;
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            try (ChatModel model = ChatModel.load(path)) {
                model.chat(messages, GenerateOptions.defaults(), System.out::print);
            }
        } finally {
            System.setOut(before);
        }
        assertEquals("The capital of France is Paris.", printed.toString(StandardCharsets.UTF_8));
    }
}
