package dev.jeton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of docs/concepts.md: a module knows the modules to its left and no other.
 *
 * <pre>
 * tokenize  &lt;-  bpe, wordpiece, unigram  &lt;-  sentencepiece (unigram, bpe)
 * tokenize  &lt;-  templates
 * tokenize, templates  &lt;-  generate
 * all  &lt;-  cli  &lt;-  bench
 * </pre>
 */
@AnalyzeClasses(packages = "dev.jeton", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleDependencyTest {
    private static final String[] NONE = {};

    @ArchTest static final ArchRule tokenizeStandsAlone = knowsOnly("tokenize", NONE);

    @ArchTest static final ArchRule bpeKnowsTokenize = knowsOnly("bpe", "tokenize");

    @ArchTest static final ArchRule wordpieceKnowsTokenize = knowsOnly("wordpiece", "tokenize");

    @ArchTest static final ArchRule unigramKnowsTokenize = knowsOnly("unigram", "tokenize");

    @ArchTest
    static final ArchRule sentencepieceKnowsTheModelsItReads =
            knowsOnly("sentencepiece", "tokenize", "unigram", "bpe");

    @ArchTest static final ArchRule templatesKnowsTokenize = knowsOnly("templates", "tokenize");

    @ArchTest
    static final ArchRule generateKnowsTokenizeAndTemplates =
            knowsOnly("generate", "tokenize", "templates");

    @ArchTest
    static final ArchRule hiddenPackagesOfTokenizeStayHidden =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.jeton.tokenize..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.jeton.tokenize.internal..")
                                    .and(
                                            not(
                                                    resideInAnyPackage(
                                                            "dev.jeton.tokenize.internal.gguf",
                                                            "dev.jeton.tokenize.internal.fetch",
                                                            "dev.jeton.tokenize.internal.trie",
                                                            "dev.jeton.tokenize.internal.charsmap",
                                                            "dev.jeton.tokenize.internal.wire",
                                                            "dev.jeton.tokenize.internal.words"))))
                    .as("dev.jeton.tokenize.internal is hidden, but for what module-info exports");

    @ArchTest
    static final ArchRule theTrieIsForTheModels =
            onlyUsedBy("dev.jeton.tokenize.internal.trie", "wordpiece", "unigram", "sentencepiece");

    @ArchTest
    static final ArchRule theCharsmapIsForSentencePiece =
            onlyUsedBy("dev.jeton.tokenize.internal.charsmap", "sentencepiece");

    @ArchTest
    static final ArchRule theWordCacheIsForTheModels =
            onlyUsedBy("dev.jeton.tokenize.internal.words", "bpe", "unigram", "wordpiece");

    @ArchTest
    static final ArchRule theWireFormatIsForSentencePiece =
            onlyUsedBy("dev.jeton.tokenize.internal.wire", "sentencepiece");

    @ArchTest
    static final ArchRule theDownloaderIsForTheHubAndTheCommand =
            onlyUsedBy("dev.jeton.tokenize.internal.fetch", "cli");

    /** The replay of golden data judges the reader itself, so it calls it as well. */
    @ArchTest
    static final ArchRule ggufHeaderIsForWeightsAndTemplates =
            classes()
                    .that()
                    .resideInAPackage("dev.jeton.tokenize.internal.gguf")
                    .should()
                    .onlyBeAccessed()
                    .byAnyPackage(
                            "dev.jeton.tokenize..",
                            "dev.jeton.templates..",
                            "dev.jeton.generate..",
                            "dev.jeton.cli.parity.decoder");

    @ArchTest
    static final ArchRule hiddenPackagesOfGenerateStayHidden =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.jeton.generate..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.jeton.generate.internal.."));

    @ArchTest
    static final ArchRule hiddenPackagesOfTemplatesStayHidden =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.jeton.templates..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.jeton.templates.internal.."));

    @ArchTest
    static final ArchRule jinjavaStaysInsideTemplates =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.jeton.templates..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("com.hubspot..", "jinjava.."));

    @ArchTest
    static final ArchRule theVectorApiStaysInTheCpuBackend =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.jeton.generate.backend.cpu..", "dev.jeton.bench..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("jdk.incubator.vector.."));

    /** A hidden package of tokenize that the modules named may use as well. */
    private static ArchRule onlyUsedBy(String hidden, String... modules) {
        String[] users = new String[modules.length + 1];
        users[0] = "dev.jeton.tokenize..";
        for (int i = 0; i < modules.length; i++) {
            users[i + 1] = "dev.jeton." + modules[i] + "..";
        }
        return classes()
                .that()
                .resideInAPackage(hidden)
                .should()
                .onlyBeAccessed()
                .byAnyPackage(users);
    }

    /** Classes of {@code module} use nothing of this project but themselves and {@code others}. */
    private static ArchRule knowsOnly(String module, String... others) {
        String[] known = new String[others.length + 1];
        known[0] = "dev.jeton." + module + "..";
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = "dev.jeton." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(known[0])
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.jeton..").and(not(resideInAnyPackage(known))))
                .allowEmptyShould(true)
                .as(module + " knows only " + String.join(", ", others));
    }
}
