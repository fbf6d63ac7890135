package dev.jeton.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Libraries that implement a part are no part of its public API. */
@AnalyzeClasses(
        packages = {
            "dev.jeton.tokenize",
            "dev.jeton.bpe",
            "dev.jeton.wordpiece",
            "dev.jeton.unigram",
            "dev.jeton.sentencepiece",
            "dev.jeton.templates",
            "dev.jeton.generate"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class PublicSignatureTest {
    @ArchTest
    static final ArchRule noPublicSignatureNamesALibrary =
            methods()
                    .that()
                    .arePublic()
                    .and()
                    .areDeclaredInClassesThat()
                    .arePublic()
                    .and()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackages("..internal..", "dev.jeton.generate.weights..")
                    .should(nameOnlyOurTypesAndTheJdk());

    private static ArchCondition<JavaMethod> nameOnlyOurTypesAndTheJdk() {
        return new ArchCondition<>("name only types of Jeton and of the JDK") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(
                                method.getRawParameterTypes().stream(),
                                Stream.of(method.getRawReturnType()))
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isAllowed(type))
                        .forEach(
                                type ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        method,
                                                        method.getFullName()
                                                                + " names "
                                                                + type.getName())));
            }
        };
    }

    private static boolean isAllowed(JavaClass type) {
        return type.isPrimitive()
                || type.getName().startsWith("java.")
                || type.getName().startsWith("dev.jeton.");
    }
}
