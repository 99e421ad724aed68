package dev.windlass.internal;

import dev.windlass.job.OverloadedException;
import dev.windlass.job.StoreException;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The two streams of writes to a store: submissions, which somebody waits for, and transitions, which must get there. Thread-safe. */
final class Commits {

    /** A submission whose tries have failed for this long is given up: its client may try again. */
    private static final Duration SUBMISSION_PATIENCE = Duration.ofSeconds(6);

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    /** What a client's thread takes to wake up and submit its next job; a flush to disk takes longer. */
    private static final long LINGER_NANOS = 200_000;

    private final StopSignal stop = new StopSignal();
    private final GroupCommit<Submission, Stored> submissions;
    private final GroupCommit<Transition, Boolean> transitions;

    /**
     * What became of a submission.
     *
     * @param sought whether a claim was made that saw its jobs, so that nobody needs to be told of them
     */
    record Stored(SubmitResult result, boolean sought) {

        static List<Stored> all(List<SubmitResult> results, boolean sought) {
            return results.stream().map(result -> new Stored(result, sought)).toList();
        }

        private Stored orRefused() {
            if (result instanceof SubmitResult.QueueFull) {
                throw new OverloadedException("The queue is full");
            }
            return this;
        }
    }

    /** @param submit stores submissions, one result for each */
    Commits(JobStore store, Function<List<Submission>, List<Stored>> submit, RandomGenerator random) {
        boolean onCaller = !store.traits().blocking();
        submissions = new GroupCommit<>(
                "submit",
                submit,
                Commits::weight,
                GroupCommit.Bounds.DEFAULT,
                onCaller,
                LINGER_NANOS,
                new Backpause(SUBMISSION_PATIENCE, random, stop));
        transitions = new GroupCommit<>(
                "commit",
                store::apply,
                Commits::weight,
                GroupCommit.Bounds.DEFAULT,
                onCaller,
                0,
                new Backpause(FOR_EVER, random, stop));
    }

    /**
     * Stores a submission and waits until it is durable.
     *
     * @throws StoreException when the store failed; a transient one leaves open whether it is stored
     * @throws OverloadedException when the queue is full
     */
    Stored submit(Submission submission) {
        CompletableFuture<Stored> future = new CompletableFuture<>();
        submissions.add(submission, new FutureCompletion<>(future));
        return join(future).orRefused();
    }

    /**
     * As {@link #submit}, but without waiting. Is completed on the writing thread.
     *
     * @throws OverloadedException when too many submissions wait already
     */
    CompletableFuture<Stored> submitAsync(Submission submission) {
        CompletableFuture<Stored> future = new CompletableFuture<>();
        if (!submissions.offer(submission, new FutureCompletion<>(future))) {
            throw new OverloadedException("Too many submissions are waiting");
        }
        return future.thenApply(Stored::orRefused);
    }

    /** Stores a transition; the completion is told once it is durable or refused. Waits only when too much is waiting already. */
    void apply(Transition transition, GroupCommit.Completion<Boolean> completion) {
        transitions.add(transition, completion);
    }

    /** Stores a transition and waits. Never to be called by a completion. @return whether it is in force */
    boolean applyNow(Transition transition) {
        return applyNow(List.of(transition)).get(0);
    }

    /** Stores transitions in as few groups as it takes, and waits. @return whether each is in force */
    List<Boolean> applyNow(List<Transition> all) {
        List<CompletableFuture<Boolean>> futures = new ArrayList<>(all.size());
        for (Transition transition : all) {
            CompletableFuture<Boolean> future = new CompletableFuture<>();
            futures.add(future);
            apply(transition, new FutureCompletion<>(future));
        }
        return futures.stream().map(Commits::join).toList();
    }

    private static <R> R join(CompletableFuture<R> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Waits until every transition that was added is written. @return whether that came true in time */
    boolean awaitTransitions(long nanos) throws InterruptedException {
        return transitions.awaitEmpty(nanos);
    }

    /** Writes what waits, for at most this long or until it is interrupted, then gives up on the store. */
    void close(long nanos) throws InterruptedException {
        submissions.close();
        transitions.close();
        try {
            transitions.join(nanos);
        } finally {
            stop.raise();
        }
    }

    private static int weight(Submission submission) {
        int weight = 200;
        for (dev.windlass.job.JobSpec job : submission.jobs()) {
            weight += 300 + job.params().text().length();
        }
        return weight;
    }

    private static int weight(Transition transition) {
        if (transition instanceof Transition.Finish finish && finish.run().result() != null) {
            return 500 + finish.run().result().text().length();
        }
        List<EventDraft> events = transition.events();
        return events instanceof SubscriberEvents ? 500 : 300 + 100 * events.size();
    }

    private record FutureCompletion<R>(CompletableFuture<R> future) implements GroupCommit.Completion<R> {
        @Override
        public void done(R result) {
            future.complete(result);
        }

        @Override
        public void failed(StoreException failure) {
            future.completeExceptionally(failure);
        }
    }
}
