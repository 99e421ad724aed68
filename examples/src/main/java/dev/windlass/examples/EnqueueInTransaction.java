package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.spi.Submission;
import dev.windlass.store.jdbc.JdbcJobStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** An order and the job that ships it are made in one transaction: both are there, or neither is. */
public final class EnqueueInTransaction {

    record Order(int id) {}

    private EnqueueInTransaction() {}

    public static void main(String[] args) throws SQLException, InterruptedException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
        JobType<Order> ship =
                JobType.of("ship", Order.class, (order, context) -> RunResult.completed("shipped order " + order.id()));
        try (JdbcJobStore store = JdbcJobStore.builder().dataSource(database).open();
                JobScheduler scheduler =
                        JobScheduler.builder(store).register(ship).start()) {
            execute(database, "CREATE TABLE orders (id INT PRIMARY KEY)");
            order(1, true, database, store, scheduler);
            order(2, false, database, store, scheduler);
            scheduler.jobs().list(JobQuery.all(10)).items().forEach(job -> await(scheduler, job.id()));
        }
    }

    private static void order(int id, boolean paid, DataSource database, JdbcJobStore store, JobScheduler scheduler)
            throws SQLException {
        // First, since it may need a connection of its own.
        Submission job = scheduler.jobs().prepare(JobRequest.of("ship", new Order(id)));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO orders VALUES (" + id + ")");
            store.enqueue(connection, job);
            if (paid) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
        System.out.println("Order " + id + (paid ? " committed" : " rolled back"));
    }

    private static void await(JobScheduler scheduler, UUID id) {
        try {
            System.out.println(
                    scheduler.jobs().await(id, Duration.ofSeconds(30)).result());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
