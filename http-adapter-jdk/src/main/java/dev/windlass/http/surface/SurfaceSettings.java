package dev.windlass.http.surface;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The host's choices about its endpoints; {@link #DEFAULTS} and the {@code with…} methods.
 *
 * @param enabled the surfaces that are served
 * @param asyncJobType what {@code POST /jobs} runs
 * @param botActions job types by action; an action that is not named runs the job type of the same name
 * @param directPaths job types by path, for example {@code /story/generate}
 * @param pageTokenKey signs page tokens; nodes that share a store need the same. The default is public: it finds damage, not malice, and
 *     a forged token reaches nothing that its bearer could not list anyway
 */
public record SurfaceSettings(
        Set<Surface> enabled,
        String asyncJobType,
        Map<String, String> botActions,
        Map<String, String> directPaths,
        byte[] pageTokenKey) {

    public static final SurfaceSettings DEFAULTS = new SurfaceSettings(
            EnumSet.allOf(Surface.class),
            "chat",
            Map.of(),
            Map.of(),
            "windlass page token".getBytes(StandardCharsets.US_ASCII));

    public SurfaceSettings {
        enabled = Set.copyOf(enabled);
        botActions = Map.copyOf(botActions);
        directPaths = Map.copyOf(directPaths);
        pageTokenKey = pageTokenKey.clone();
    }

    /** Whether runs are found under {@code /v1/runs} only. */
    boolean runsAreStatuses() {
        return enabled.contains(Surface.STATUS) && !enabled.contains(Surface.CONTRACT);
    }

    public SurfaceSettings withEnabled(Set<Surface> surfaces) {
        return new SurfaceSettings(surfaces, asyncJobType, botActions, directPaths, pageTokenKey);
    }

    public SurfaceSettings withAsyncJobType(String jobType) {
        return new SurfaceSettings(enabled, jobType, botActions, directPaths, pageTokenKey);
    }

    public SurfaceSettings withBotActions(Map<String, String> jobTypes) {
        return new SurfaceSettings(enabled, asyncJobType, jobTypes, directPaths, pageTokenKey);
    }

    public SurfaceSettings withDirectPaths(Map<String, String> jobTypes) {
        return new SurfaceSettings(enabled, asyncJobType, botActions, jobTypes, pageTokenKey);
    }

    public SurfaceSettings withPageTokenKey(byte[] key) {
        return new SurfaceSettings(enabled, asyncJobType, botActions, directPaths, key);
    }
}
