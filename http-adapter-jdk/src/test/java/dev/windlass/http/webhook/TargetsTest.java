package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A URL is judged before it is requested, but not each time. */
@Tag("T11")
class TargetsTest {

    private final List<String> judged = new ArrayList<>();
    private final Targets targets = new Targets(url -> {
        judged.add(url);
        return url.startsWith("https:") ? null : "must be https";
    });

    @Test
    void oneThatPassedIsJudgedOnce() {
        HttpUrl first = targets.of("https://a.example/hook");
        assertThat(targets.of("https://a.example/hook"))
                .isSameAs(first)
                .isEqualTo(HttpUrl.get("https://a.example/hook"));
        assertThat(targets.of("https://a.example/other")).isEqualTo(HttpUrl.get("https://a.example/other"));
        assertThat(judged).containsExactly("https://a.example/hook", "https://a.example/other");
    }

    @Test
    void oneThatIsRefusedIsRefusedEachTime() {
        assertThat(targets.of("http://a.example/hook")).isNull();
        assertThat(targets.of("http://a.example/hook")).isNull();
        assertThat(judged).hasSize(2);
    }

    @Test
    void oneThatCannotBeParsedIsRefusedWhateverTheRulesSay() {
        assertThat(targets.of("https://")).isNull();
    }

    @Test
    void notMoreThanAThousandAreRemembered() {
        for (int i = 0; i < 1_000; i++) {
            targets.of("https://a.example/" + i);
        }
        targets.of("https://a.example/0");
        assertThat(judged).as("the first is known still").hasSize(1_000);
        targets.of("https://a.example/one-more");
        targets.of("https://a.example/0");
        assertThat(judged).endsWith("https://a.example/one-more", "https://a.example/0");
    }
}
