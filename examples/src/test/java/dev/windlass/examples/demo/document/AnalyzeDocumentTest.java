package dev.windlass.examples.demo.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.Handlers;
import dev.windlass.examples.demo.support.Pdfs;
import dev.windlass.examples.demo.support.Resources;
import dev.windlass.job.JobType;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import dev.windlass.testing.RecordingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzeDocumentTest {

    private static final DocumentFetcher NOTHING_ELSEWHERE = (url, context) -> {
        throw DocumentException.forNow("document_unavailable", "Nothing at " + url);
    };

    private final RecordingContext context = new RecordingContext();

    @TempDir
    private Path folder;

    @Test
    @Tag("K2")
    void theSeedsReportIsBundledAndReadAsTheSeedShowsIt() throws Exception {
        JsonNode result =
                analyse("{\"document_url\":\"https://example.com/large-report.pdf\",\"bot_id\":\"bot-abc-123\"}");
        assertThat(result.get("document").asText()).isEqualTo("large-report.pdf");
        assertThat(result.get("sentiment").asText()).isEqualTo("POSITIVE");
        assertThat(result.get("entities"))
                .extracting(JsonNode::asText)
                .contains("market", "growth", "revenue", "Kestrel Works");
        assertThat(result.get("summary").asText()).contains("market");
        assertThat(result.at("/word_counts/words").asInt()).isGreaterThan(700);
        assertThat(context.percents()).hasSize(20).isSorted().last().isEqualTo(100);
    }

    @Test
    void theBundledReportIsWhatItsSourceSays() throws Exception {
        Document report = new DocumentShelf(null).find("large-report.pdf").orElseThrow();
        String source = Resources.text(AnalyzeDocumentTest.class, "/large-report.txt");
        String text = DocumentText.of(report, context);
        assertThat(text.replaceAll("\\s+", " ").strip())
                .isEqualTo(source.replaceAll("\\s+", " ").strip());
    }

    @Test
    void textThatComesWithTheJobIsReadAsItIs() throws Exception {
        JsonNode result = analyse("{\"text\":\"The crane is excellent. It never fails.\"}");
        assertThat(result.get("document").isNull()).isTrue();
        assertThat(result.get("sentiment").asText()).isEqualTo("POSITIVE");
        assertThat(result.at("/word_counts/sentences").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queues.md", "harbour-log.txt", "release-note.html"})
    void everyBundledKindOfDocumentIsRead(String name) throws Exception {
        assertThat(analyse("{\"document_url\":\"http://anywhere.example/x/" + name + "?v=1\"}")
                        .get("document")
                        .asText())
                .isEqualTo(name);
    }

    @Test
    void theOperatorsFolderComesBeforeWhatIsBundled() throws Exception {
        Files.write(folder.resolve("large-report.pdf"), Pdfs.of("A short report."));
        assertThat(analyse("{\"document_url\":\"https://example.com/large-report.pdf\"}")
                        .at("/word_counts/words")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void noLinkLeadsOutOfTheFolderButOneWithinItIsFollowed() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("documents"));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(inside.resolve("out.txt"), secret);
        Files.writeString(inside.resolve("in.txt"), "good");
        Files.createSymbolicLink(inside.resolve("link.txt"), Path.of("in.txt"));
        DocumentShelf shelf = new DocumentShelf(inside);
        assertThat(shelf.find("out.txt")).isEmpty();
        assertThat(shelf.find("link.txt")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..%2Fsecret.txt", "%2E%2E/secret.txt", "..%2f..%2fsecret.txt", "secret.txt%00.md", "", "."})
    void noNameLeadsOutOfTheFolder(String path) throws Exception {
        Path inside = Files.createDirectory(folder.resolve("documents"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        DocumentShelf shelf = new DocumentShelf(inside);
        RunResult result = Handlers.run(
                AnalyzeDocument.type(shelf, NOTHING_ELSEWHERE, Duration.ZERO),
                "{\"document_url\":\"http://a.example/" + path + "\"}",
                context);
        assertThat(result)
                .isInstanceOfSatisfying(
                        RunResult.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("document_unavailable"));
    }

    @Test
    void anUnknownDocumentIsFetched() throws Exception {
        JobType<?> type = AnalyzeDocument.type(
                new DocumentShelf(null),
                (url, any) ->
                        new Document("far.txt", "text/plain", url.toString().getBytes(StandardCharsets.UTF_8)),
                Duration.ZERO);
        RunResult result = Handlers.run(type, "{\"document_url\":\"https://example.com/far.txt\"}", context);
        assertThat(Handlers.result(result).get("document").asText()).isEqualTo("far.txt");
        assertThat(context.messages()).first().isEqualTo("Fetching example.com");
    }

    @Test
    void whatCannotBeHadForNowMayBeTriedAgain() throws Exception {
        assertThat(failure("{\"document_url\":\"https://example.com/far.txt\"}"))
                .extracting("code", "retriable")
                .containsExactly("document_unavailable", true);
    }

    @Test
    void aDocumentThatIsTooLargeFailsForGood() throws Exception {
        Files.write(folder.resolve("big.txt"), new byte[Document.MAX_BYTES + 1]);
        assertThat(failure("{\"document_url\":\"https://example.com/big.txt\"}"))
                .extracting("code", "retriable")
                .containsExactly("document_too_large", false);
    }

    @Test
    void aTypeThatIsNotReadFailsForGood() throws Exception {
        Files.write(folder.resolve("photo.png"), new byte[] {1});
        assertThat(failure("{\"document_url\":\"https://example.com/photo.png\"}"))
                .extracting("code", "retriable")
                .containsExactly("unsupported_document_type", false);
    }

    @Test
    void itStopsReadingAtOnceWhenItIsCancelled() {
        JobType<?> slow = AnalyzeDocument.type(new DocumentShelf(null), NOTHING_ELSEWHERE, Duration.ofHours(1));
        CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> {
            try {
                return Handlers.run(slow, "{\"text\":\"Some text.\"}", context);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(context::isListening);
        context.cancel();
        await().atMost(Duration.ofSeconds(5)).until(running::isDone);
        assertThatThrownBy(running::join).hasCauseInstanceOf(RunCancelledException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /text",
                "{\"text\":\"a\",\"document_url\":\"http://a.example/\"} | /text",
                "{\"text\":\" \"} | /text",
                "{\"document_url\":\"file:///etc/passwd\"} | /document_url",
                "{\"document_url\":\"large-report.pdf\"} | /document_url",
                "{\"document_url\":\"http:///x\"} | /document_url",
                "{\"document_url\":\"http://me:secret@a.example/\"} | /document_url",
                "{\"document_url\":\"http://a b/\"} | /document_url",
                "{\"document_url\":\"\"} | /document_url",
                "{\"document_url\":\"javascript:alert(1)\"} | /document_url",
            })
    void badParamsAreRefusedByName(String params, String pointer) throws Exception {
        assertThat(Handlers.pointers(type(), params)).containsExactly(pointer);
    }

    private JobType<?> type() {
        return AnalyzeDocument.type(new DocumentShelf(folder), NOTHING_ELSEWHERE, Duration.ZERO);
    }

    private JsonNode analyse(String params) throws Exception {
        return Handlers.result(Handlers.run(type(), params, context));
    }

    private RunResult failure(String params) throws Exception {
        return Handlers.run(type(), params, context);
    }
}
