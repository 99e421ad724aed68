package dev.windlass.http.guard;

import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bearer tokens that this server knows. Holds their digests only. Thread-safe. */
public final class Tokens {

    /** No tokens: everybody on loopback is the local admin. */
    public static final Tokens NONE = new Tokens(List.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,512}");

    private record Entry(Principal principal, byte[] digest) {}

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** One token that may do everything, named {@code admin}. */
    public static Tokens admin(String token) {
        return parse(List.of("admin:admin:" + token));
    }

    /**
     * Reads lines {@code name:scope+scope:token}; empty lines and lines that start with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line that is wrong, never the token
     */
    public static Tokens parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(line, i + 1, entries));
            }
        }
        return new Tokens(entries);
    }

    private static Entry entry(String line, int number, List<Entry> before) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3 || !NAME.matcher(parts[0]).matches()) {
            throw wrong(number, "is not name:scope+scope:token");
        }
        if (!TOKEN.matcher(parts[2]).matches()) {
            throw wrong(number, "has a token that is not 1 to 512 visible ASCII characters");
        }
        Set<Scope> scopes = scopes(parts[1], number);
        byte[] digest = digest(parts[2]);
        for (Entry other : before) {
            if (other.principal.name().equals(parts[0]) || MessageDigest.isEqual(other.digest, digest)) {
                throw wrong(number, "repeats a name or a token");
            }
        }
        return new Entry(new Principal(parts[0], scopes), digest);
    }

    private static Set<Scope> scopes(String words, int number) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split("\\+", -1)) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "read" -> scopes.add(Scope.READ);
                case "submit" -> scopes.add(Scope.SUBMIT);
                case "admin" -> scopes.add(Scope.ADMIN);
                default -> throw wrong(number, "has a scope that is not read, submit or admin");
            }
        }
        return scopes;
    }

    private static IllegalArgumentException wrong(int number, String what) {
        return new IllegalArgumentException("Line " + number + " of the tokens " + what);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whose token it is. Takes the same time for every token that is not known. */
    public Optional<Principal> find(String token) {
        byte[] digest = digest(token);
        @Nullable Principal found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest, digest)) {
                found = entry.principal;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * A key that servers with the same tokens have in common. It keeps page tokens honest across servers; it guards nothing, as whoever
     * may list may list everything.
     */
    public byte[] sharedKey() {
        MessageDigest sha256 = sha256();
        sha256.update("windlass shared key".getBytes(StandardCharsets.UTF_8));
        entries.stream().map(Entry::digest).sorted(java.util.Arrays::compare).forEach(sha256::update);
        return sha256.digest();
    }

    private static byte[] digest(String token) {
        return sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
