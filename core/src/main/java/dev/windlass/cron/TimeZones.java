package dev.windlass.cron;

import dev.windlass.job.InvalidRequestException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** The zones that a schedule can live in. */
public final class TimeZones {

    private TimeZones() {}

    /**
     * Reads the name of a zone of the IANA database, {@code UTC} included. Fixed offsets are refused: whoever writes {@code +02:00} for a
     * place that has summer time is off by an hour for half of the year.
     *
     * @throws InvalidRequestException pointing at {@code /timezone}
     */
    public static ZoneId parse(String name) {
        try {
            ZoneId zone = ZoneId.of(name);
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return zone;
            }
            throw wrong(
                    "must be the name of an IANA time zone such as Europe/Berlin or UTC, but is an offset: " + name);
        } catch (DateTimeException e) {
            throw wrong("there is no IANA time zone `" + shortened(name) + "`");
        }
    }

    private static InvalidRequestException wrong(String detail) {
        return new InvalidRequestException("/timezone", detail);
    }

    private static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) + "…" : name;
    }
}
