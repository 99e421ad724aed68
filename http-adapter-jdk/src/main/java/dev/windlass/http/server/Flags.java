package dev.windlass.http.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of a program: {@code --name value} or {@code --name=value}, and {@code --config FILE} with lines {@code name = value}, which
 * give way to the command line.
 */
public final class Flags {

    private static final String CONFIG = "--config";
    private static final int HELP_COLUMN = 28;

    private final String program;
    private final String summary;
    private final Map<String, Flag> flags = new LinkedHashMap<>();

    public Flags(String program, String summary, List<Flag> flags) {
        this.program = program;
        this.summary = summary;
        for (Flag flag : flags) {
            if (this.flags.put(flag.name(), flag) != null) {
                throw new IllegalArgumentException("Two flags " + flag.name());
            }
        }
        this.flags.put(CONFIG, Flag.of(CONFIG, "FILE", "Read settings from lines name = value; flags win", null));
    }

    /** Whether the help is asked for. */
    public static boolean wantsHelp(String... args) {
        return List.of(args).contains("--help") || List.of(args).contains("-h");
    }

    /** @throws FlagException naming the flag that is unknown, repeated or lacks its value */
    public FlagValues parse(String... args) {
        Map<String, List<String>> given = arguments(args);
        for (String file : given.getOrDefault(CONFIG, List.of())) {
            read(file).forEach(given::putIfAbsent);
        }
        return new FlagValues(Map.copyOf(flags), given);
    }

    private Map<String, List<String>> arguments(String... args) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            boolean joined = args[i].startsWith("--") && equals > 0;
            String name = joined ? args[i].substring(0, equals) : args[i];
            Flag flag = flags.get(name);
            if (flag == null) {
                throw new FlagException("Unknown flag " + name + "; " + program + " --help lists all");
            }
            if (flag.value() == null) {
                add(given, flag, "true", name);
            } else if (joined) {
                add(given, flag, args[i].substring(equals + 1), name);
            } else if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
                add(given, flag, args[++i], name);
            } else {
                throw new FlagException(name + " needs a value: " + name + " " + flag.value());
            }
        }
        return given;
    }

    private static void add(Map<String, List<String>> given, Flag flag, String value, String where) {
        List<String> values = given.computeIfAbsent(flag.name(), n -> new ArrayList<>());
        if (!values.isEmpty() && !flag.repeatable()) {
            throw new FlagException(where + " is given more than once");
        }
        values.add(value);
    }

    private Map<String, List<String>> read(String file) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        List<String> lines = lines(CONFIG, file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + " line " + (i + 1);
            int equals = line.indexOf('=');
            Flag flag = equals < 0
                    ? null
                    : flags.get("--" + line.substring(0, equals).strip());
            if (flag == null || flag.name().equals(CONFIG)) {
                throw new FlagException(where + " is not name = value with a known name");
            }
            add(given, flag, line.substring(equals + 1).strip(), where);
        }
        return given;
    }

    /** The lines of a file that a flag names. @throws FlagException when it cannot be read */
    static List<String> lines(String flag, String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new FlagException(flag + ": cannot read " + file);
        }
    }

    /** What {@code --help} prints. */
    public String help() {
        StringBuilder help =
                new StringBuilder(summary).append("\n\nUsage: ").append(program).append(" [flags]\n\n");
        for (Flag flag : flags.values()) {
            line(help, flag.name() + (flag.value() == null ? "" : " " + flag.value()), describe(flag));
        }
        line(help, "--help", "Print this and exit");
        return help.toString();
    }

    private static String describe(Flag flag) {
        String more = flag.repeatable() ? "; may be repeated" : "";
        return flag.help() + more + (flag.byDefault() == null ? "" : " (" + flag.byDefault() + ")");
    }

    private static void line(StringBuilder help, String left, String right) {
        help.append("  ").append(left);
        help.append(
                left.length() < HELP_COLUMN
                        ? " ".repeat(HELP_COLUMN - left.length())
                        : "\n" + " ".repeat(HELP_COLUMN + 2));
        help.append(right).append('\n');
    }
}
