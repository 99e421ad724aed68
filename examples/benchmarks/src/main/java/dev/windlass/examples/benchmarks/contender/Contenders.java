package dev.windlass.examples.benchmarks.contender;

import dev.windlass.spi.JobStore;

/** Makes contenders by name. */
public final class Contenders {

    private Contenders() {}

    /** A store of Windlass with its defaults. */
    public static JobStore store(String url) {
        return WindlassContender.open(url);
    }

    public static Contender make(String name, Setting setting) throws Exception {
        return switch (name) {
            case "windlass" -> new WindlassContender(setting);
            case "raw" -> setting.isMemory() ? new RawMemory(setting) : new RawJdbc(setting);
            case "db-scheduler" -> new DbSchedulerContender(setting);
            case "jobrunr" -> new JobRunrContender(setting);
            case "quartz" -> new QuartzContender(setting);
            default -> throw new IllegalArgumentException("Unknown contender " + name);
        };
    }
}
