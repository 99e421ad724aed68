package dev.windlass.http.surface;

import dev.windlass.ArtifactContent;
import dev.windlass.JobRuns;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.NotFoundException;
import java.util.UUID;

/** The bytes of artifacts (seed row A7), whole or in part, never to be rendered by a browser in this server's name. */
final class ArtifactAnswers {

    private final JobRuns runs;

    ArtifactAnswers(JobRuns runs) {
        this.runs = runs;
    }

    Answer answer(ApiRequest request, UUID runId, String name) {
        ArtifactContent content = runs.artifact(runId, name).orElseThrow(() -> new NotFoundException("artifact", name));
        ArtifactInfo info = content.info();
        String tag = "\"" + info.sha256() + "\"";
        if (Conditional.isKnown(request, tag)) {
            return described(Answer.empty(304), tag);
        }
        Range range = Range.of(request, tag, info.size());
        Answer answer = Answer.stream(
                range.whole() ? 200 : 206,
                info.contentType(),
                new Body.Streamed(range.length(), () -> range.cut(content.open(range.from()))));
        answer = range.whole() ? answer : answer.with("Content-Range", range.header());
        return described(answer, tag)
                .with("Content-Disposition", "attachment; filename=\"" + info.name() + "\"")
                .with("X-Content-Type-Options", "nosniff");
    }

    private static Answer described(Answer answer, String tag) {
        return answer.with("ETag", tag).with("Accept-Ranges", "bytes").with("Cache-Control", "no-cache");
    }
}
