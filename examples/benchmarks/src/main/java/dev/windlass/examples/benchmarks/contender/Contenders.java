package dev.windlass.examples.benchmarks.contender;

/** Makes contenders by name. */
public final class Contenders {

    private Contenders() {}

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
