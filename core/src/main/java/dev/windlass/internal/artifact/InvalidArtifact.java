package dev.windlass.internal.artifact;

/** An artifact that cannot be: its attempt fails for good, with this code, unless the handler deals with it. */
public final class InvalidArtifact extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code snake case, for example {@code invalid_artifact_name} */
    public InvalidArtifact(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
