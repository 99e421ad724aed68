package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactNames;
import java.util.regex.Pattern;

/**
 * Bounds on the artifacts of a run.
 *
 * @param inlineBytes largest sum of sizes that is kept at hand, to be shown inline
 * @param artifactBytes of one artifact
 * @param runBytes of all artifacts of a run
 */
public record ArtifactLimits(int inlineBytes, long artifactBytes, long runBytes) {

    /** Their descriptions are part of the run, so there cannot be any number of them. */
    static final int MOST_PER_RUN = 1_000;

    /** RFC 9110 section 5.6.2 and 8.3.1; a content type is put into a header as it is. */
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private static final String QUOTED = "\"[ !#-\\[\\]-~]*\"";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "(?: *; *" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + "))*+");

    private static final int LONGEST_TYPE = 200;

    /** @throws InvalidArtifact saying which of the two cannot be */
    public static void check(String name, String contentType) {
        if (!ArtifactNames.isSafe(name)) {
            throw new InvalidArtifact(
                    "invalid_artifact_name",
                    "An artifact's name has 1 to 100 letters, digits, '.', '_' or '-', begins with none of '.' and '-',"
                            + " and has no '..' in it");
        }
        if (contentType.length() > LONGEST_TYPE
                || !MEDIA_TYPE.matcher(contentType).matches()) {
            throw new InvalidArtifact(
                    "invalid_content_type", "The content type of artifact " + name + " is no media type");
        }
    }
}
