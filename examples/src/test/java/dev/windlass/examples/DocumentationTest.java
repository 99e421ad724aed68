package dev.windlass.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobStatus;
import dev.windlass.job.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The documents say what the code does. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MOVE = Pattern.compile("^ *([A-Z]+) --> ([A-Z]+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("(?:failed|InvalidArtifact)\\(\\s*\"([a-z_]+)\"");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    @Tag("T3")
    @Tag("M1")
    void theDiagramsShowTheStateMachines() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/lifecycle.md"));
        String jobs = page.substring(page.indexOf("## Job\n"), page.indexOf("## Job run\n"));
        String runs = page.substring(page.indexOf("## Job run\n"), page.indexOf("## Finer"));
        assertThat(moves(jobs)).isEqualTo(moves(JobStatus.values(), JobStatus::successors));
        assertThat(moves(runs)).isEqualTo(moves(RunStatus.values(), RunStatus::successors));
    }

    @Test
    void theReadmeShowsTheQuickStartAsItRuns() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/windlass/examples/QuickStart.java"));
        String sample =
                source.substring(source.indexOf("// README starts here\n"), source.indexOf("    // README ends here"));
        String shown =
                sample.substring(sample.indexOf('\n') + 1).stripTrailing().stripIndent();
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + shown + "\n```");
    }

    @Test
    void ciRunsTheTestCommandOfTheReadme() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\nmvn -B verify\n");
        assertThat(Files.readAllLines(ROOT.resolve(".ci/run"))).last().isEqualTo("mvn -B verify");
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
    }

    @Test
    void everyErrorCodeOfTheEngineIsExplained() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/embedding.md"));
        String explained = page.substring(page.indexOf("## How an attempt fails"), page.indexOf("## Changing params"));
        Set<String> codes = new TreeSet<>(Set.of("exception"));
        try (Stream<Path> files = Files.walk(ROOT.resolve("core/src/main/java/dev/windlass/internal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CODE.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        assertThat(codes)
                .hasSizeGreaterThan(10)
                .allSatisfy(code -> assertThat(explained).contains("`" + code + "`"));
    }

    @Test
    void noLinkLeadsNowhere() throws IOException {
        for (Path page : pages()) {
            List<String> targets = LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .toList();
            assertThat(targets)
                    .allSatisfy(target -> assertThat(page.resolveSibling(target))
                            .as(page + " links to it")
                            .exists());
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Set<String> moves(String diagram) {
        return MOVE.matcher(diagram)
                .results()
                .map((MatchResult move) -> move.group(1) + " " + move.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <S extends Enum<S>> Set<String> moves(S[] all, java.util.function.Function<S, Set<S>> successors) {
        return Arrays.stream(all)
                .flatMap(from -> successors.apply(from).stream().map(to -> from + " " + to))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
