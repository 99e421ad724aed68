package dev.windlass.examples.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** CPU time of this JVM and of a process tree. */
public final class Cpu {

    /** Linux counts in hundredths of a second on every architecture that runs Java (USER_HZ). */
    private static final long TICK_NANOS = 10_000_000;

    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Cpu() {}

    public static long ofThisJvm() {
        return OS.getProcessCpuTime();
    }

    /** Of a process, its living children, and those of its children that it has waited for. */
    public static long ofTree(ProcessHandle root) {
        try (Stream<ProcessHandle> children = root.children()) {
            List<ProcessHandle> living = children.toList();
            return of(root, true)
                    + living.stream().mapToLong(child -> of(child, false)).sum();
        }
    }

    private static long of(ProcessHandle process, boolean withReaped) {
        Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        }
        try {
            String line = Files.readString(stat);
            // proc(5): the command in parentheses may hold spaces; utime is the 12th field behind it, then stime,
            // cutime, cstime.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            if (withReaped) {
                ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
            }
            return ticks * TICK_NANOS;
        } catch (IOException e) {
            return 0;
        }
    }
}
