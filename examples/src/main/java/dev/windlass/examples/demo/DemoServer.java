package dev.windlass.examples.demo;

import dev.windlass.examples.demo.chat.Chat;
import dev.windlass.examples.demo.document.AnalyzeDocument;
import dev.windlass.examples.demo.document.DocumentShelf;
import dev.windlass.examples.demo.document.WebFetcher;
import dev.windlass.examples.demo.research.Library;
import dev.windlass.examples.demo.research.Research;
import dev.windlass.examples.demo.story.Story;
import dev.windlass.examples.demo.trial.TrialTypes;
import dev.windlass.http.server.Flag;
import dev.windlass.http.server.FlagException;
import dev.windlass.http.server.FlagValues;
import dev.windlass.http.server.Standalone;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.JobType;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo server: {@code java -jar windlass-demo.jar}; {@code --help} lists its flags. */
public final class DemoServer {

    private static final String DOCUMENTS = "--documents";
    private static final String READING = "--reading-millis";
    private static final int ONE_MINUTE = 60_000;

    private DemoServer() {}

    public static void main(String[] args) {
        standalone().main(args);
    }

    /** The demo's server, not started. */
    static Standalone standalone() {
        return new Standalone("windlass-demo", "Windlass with job types that do real work, for trying it out.")
                .flags(
                        Flag.of(DOCUMENTS, "DIR", "Where documents are looked up before they are fetched", null),
                        Flag.of(
                                READING,
                                "MILLIS",
                                "How long a document is read, so that its progress can be watched; 0 to read at once",
                                "2000"))
                .defaultStore("jdbc:h2:./windlass-data/windlass")
                .allowing("127.0.0.0/8", "::1/128")
                .surfaces(settings -> settings.withDirectPaths(
                                Map.of("/story/generate", "story", "/research/run", "research"))
                        .withAsyncJobType("chat"))
                .jobTypes(DemoServer::jobTypes);
    }

    private static List<JobType<?>> jobTypes(FlagValues flags, GuardedHttpClient client) {
        DocumentShelf shelf = new DocumentShelf(folder(flags.text(DOCUMENTS)));
        Duration reading = Duration.ofMillis(flags.number(READING, 0, ONE_MINUTE));
        List<JobType<?>> types = new ArrayList<>(TrialTypes.all());
        types.add(AnalyzeDocument.type(shelf, new WebFetcher(client), reading));
        types.add(Story.type());
        types.add(Research.type(Library.load()));
        types.add(Chat.type());
        return types;
    }

    private static @Nullable Path folder(@Nullable String name) {
        try {
            Path folder = name == null ? null : Path.of(name);
            if (folder != null && !Files.isDirectory(folder)) {
                throw new FlagException(DOCUMENTS + ": no directory " + name);
            }
            return folder;
        } catch (InvalidPathException e) {
            throw new FlagException(DOCUMENTS + ": no directory " + name);
        }
    }
}
