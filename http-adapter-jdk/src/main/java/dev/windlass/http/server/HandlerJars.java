package dev.windlass.http.server;

import dev.windlass.job.JobType;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.ZipFile;

/** The job types in the jars that {@code --handlers} names. */
final class HandlerJars {

    static final String FLAG = "--handlers";

    private static final String SERVICE = "META-INF/services/" + JobTypeProvider.class.getName();

    private HandlerJars() {}

    /**
     * Loads them all with one class loader, so that a jar can use another. It stays open: a handler may load classes as long as it runs.
     *
     * @throws FlagException naming the jar that is missing, or what is wrong with a provider
     */
    static List<JobType<?>> load(List<String> jars) {
        URL[] urls = jars.stream().map(HandlerJars::check).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(urls, HandlerJars.class.getClassLoader());
        List<JobType<?>> types = new ArrayList<>();
        try {
            for (JobTypeProvider provider : ServiceLoader.load(JobTypeProvider.class, loader)) {
                types.addAll(List.copyOf(provider.jobTypes()));
            }
            if (types.isEmpty() && urls.length > 0) {
                throw new FlagException(FLAG + ": " + String.join(", ", jars) + " brings no job types");
            }
            return types;
        } catch (FlagException e) {
            throw e;
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw new FlagException(FLAG + ": " + oneLine(e));
        }
    }

    private static URL check(String name) {
        try {
            Path jar = Path.of(name);
            if (!Files.isRegularFile(jar)) {
                throw new FlagException(FLAG + ": no file " + name);
            }
            try (ZipFile entries = new ZipFile(jar.toFile())) {
                if (entries.getEntry(SERVICE) == null) {
                    throw new FlagException(FLAG + ": " + name + " has no job types; it lacks " + SERVICE);
                }
            }
            return url(jar);
        } catch (InvalidPathException e) {
            throw new FlagException(FLAG + ": no file " + name);
        } catch (IOException e) {
            throw new FlagException(FLAG + ": " + name + " is no jar");
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    /** A provider that fails to load hides what happened in the cause. */
    private static String oneLine(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String text = cause == null ? thrown.toString() : thrown.getMessage() + ": " + cause;
        return text.replaceAll("\\s+", " ");
    }
}
