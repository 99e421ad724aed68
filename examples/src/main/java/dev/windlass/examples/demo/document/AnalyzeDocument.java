package dev.windlass.examples.demo.document;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.windlass.examples.demo.support.Pause;
import dev.windlass.examples.demo.text.Analysis;
import dev.windlass.examples.demo.text.Sentences;
import dev.windlass.examples.demo.text.TextReader;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Job type {@code analyze-document}: reads a document and says what is in it (seed rows K1, K2). */
public final class AnalyzeDocument implements JobHandler<DocumentParams> {

    private static final int STEPS = 20;

    /** @param document the name of the file that was read; null when the text came with the job */
    record Analysed(
            @Nullable String document, @JsonUnwrapped Analysis analysis) {}

    private record Source(@Nullable String name, String text) {}

    private final DocumentShelf shelf;
    private final DocumentFetcher fetcher;
    private final Duration readingTime;

    private AnalyzeDocument(DocumentShelf shelf, DocumentFetcher fetcher, Duration readingTime) {
        this.shelf = shelf;
        this.fetcher = fetcher;
        this.readingTime = readingTime;
    }

    /**
     * The job type, for documents from {@code shelf} or else from {@code fetcher}.
     *
     * @param readingTime spread over a document as it is read, so that people can watch its progress; zero to read at once
     */
    public static JobType<?> type(DocumentShelf shelf, DocumentFetcher fetcher, Duration readingTime) {
        JobHandler<DocumentParams> handler = new AnalyzeDocument(shelf, fetcher, readingTime);
        return JobType.of("analyze-document", DocumentParams.class, handler).lenient();
    }

    @Override
    public RunResult run(DocumentParams params, RunContext context) throws InterruptedException {
        try {
            Source source = find(params, context);
            return RunResult.completed(new Analysed(source.name(), read(source.text(), context)));
        } catch (DocumentException e) {
            return e.asResult();
        }
    }

    private Source find(DocumentParams params, RunContext context) throws DocumentException {
        URI url = params.documentUrl();
        if (url == null) {
            return new Source(null, String.valueOf(params.text()));
        }
        Optional<Document> known = shelf.find(DocumentShelf.nameIn(url));
        if (known.isEmpty()) {
            context.message("Fetching " + url.getHost());
        }
        Document document = known.isPresent() ? known.get() : fetcher.fetch(url, context);
        return new Source(document.name(), DocumentText.of(document, context));
    }

    private Analysis read(String text, RunContext context) throws InterruptedException {
        Pause pause = new Pause(context);
        List<String> sentences = Sentences.of(text);
        TextReader reader = new TextReader();
        for (int step = 1; step <= STEPS; step++) {
            int from = (int) ((long) sentences.size() * (step - 1) / STEPS);
            int to = (int) ((long) sentences.size() * step / STEPS);
            pause.sleep(readingTime.dividedBy(STEPS));
            sentences.subList(from, to).forEach(reader::read);
            context.message("Read " + to + " of " + sentences.size() + " sentences");
            context.progress(100 * step / STEPS);
        }
        return reader.analysis();
    }
}
