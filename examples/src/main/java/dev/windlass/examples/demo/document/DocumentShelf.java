package dev.windlass.examples.demo.document;

import dev.windlass.examples.demo.support.Resources;
import dev.windlass.job.ArtifactNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents at hand: a folder of the operator's, then those that are bundled. Looked up by name alone, so no name leads out of it. */
public final class DocumentShelf {

    private static final String BUNDLED = "/dev/windlass/examples/demo/documents/";

    private final @Nullable Path folder;

    /** @param folder null for the bundled documents only */
    public DocumentShelf(@Nullable Path folder) {
        this.folder = folder;
    }

    /** @throws DocumentException when it is there, but too large or not readable */
    Optional<Document> find(String name) throws DocumentException {
        if (!ArtifactNames.isSafe(name)) {
            return Optional.empty();
        }
        if (folder != null && isIn(folder, name)) {
            return Optional.of(read(folder.resolve(name), name));
        }
        byte[] bundled = Resources.bytes(DocumentShelf.class, BUNDLED + name);
        return Optional.ofNullable(bundled).map(bytes -> new Document(name, null, bytes));
    }

    /** A link is as good as a file as long as it stays in the folder. */
    private static boolean isIn(Path folder, String name) {
        try {
            Path file = folder.resolve(name).toRealPath();
            return file.startsWith(folder.toRealPath()) && Files.isRegularFile(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** The last part of an address's path; empty when it ends in a slash. */
    static String nameIn(URI url) {
        String path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Document read(Path file, String name) throws DocumentException {
        try {
            if (Files.size(file) > Document.MAX_BYTES) {
                throw Document.tooLarge();
            }
            return new Document(name, null, Files.readAllBytes(file));
        } catch (IOException e) {
            throw DocumentException.forNow("document_unavailable", "The document " + name + " cannot be read");
        }
    }
}
