package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.store.jdbc.JdbcJobStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** Beans of a Spring application, and a service whose transaction makes an order and its job, or neither. */
public final class SpringOrders {

    record Order(int id) {}

    private SpringOrders() {}

    public static void main(String[] args) throws InterruptedException {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Beans.class)) {
            Orders orders = context.getBean(Orders.class);
            orders.take(1, true);
            System.out.println("Order 1 taken");
            try {
                orders.take(2, false);
            } catch (IllegalStateException e) {
                System.out.println("Order 2 refused");
            }
            JobScheduler scheduler = context.getBean(JobScheduler.class);
            List<Job> jobs = scheduler.jobs().list(JobQuery.all(10)).items();
            System.out.println(scheduler
                    .jobs()
                    .await(jobs.get(0).id(), Duration.ofSeconds(30))
                    .result());
            System.out.println(jobs.size() + " job in all");
        }
    }

    /** Spring closes beans in the reverse order: the scheduler, which drains, then the store, then the pool. */
    @Configuration
    @EnableTransactionManagement
    static class Beans {

        @Bean
        DataSource dataSource() {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:spring-shop;DB_CLOSE_DELAY=-1");
            new JdbcTemplate(database).execute("CREATE TABLE orders (id INT PRIMARY KEY)");
            return database;
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JobType<Order> shipping() {
            return JobType.of(
                    "ship", Order.class, (order, context) -> RunResult.completed("shipped order " + order.id()));
        }

        @Bean
        JdbcJobStore jobStore(DataSource dataSource) {
            return JdbcJobStore.builder().dataSource(dataSource).open();
        }

        @Bean
        JobScheduler jobScheduler(JdbcJobStore store, List<JobType<?>> types) {
            return JobScheduler.builder(store).registerAll(types).start();
        }

        @Bean
        Orders orders(DataSource dataSource, JdbcJobStore store, JobScheduler scheduler) {
            return new Orders(dataSource, store, scheduler);
        }
    }

    /** {@code jobs().submit} would store the job at once, in a transaction of its own. */
    static class Orders {

        private final DataSource dataSource;
        private final JdbcJobStore store;
        private final JobScheduler scheduler;

        Orders(DataSource dataSource, JdbcJobStore store, JobScheduler scheduler) {
            this.dataSource = dataSource;
            this.store = store;
            this.scheduler = scheduler;
        }

        @Transactional
        public void take(int id, boolean paid) {
            new JdbcTemplate(dataSource).update("INSERT INTO orders VALUES (?)", id);
            Connection joined = DataSourceUtils.getConnection(dataSource);
            store.submit(joined, scheduler.jobs().prepare(JobRequest.of("ship", new Order(id))));
            if (!paid) {
                throw new IllegalStateException("Order " + id + " is not paid");
            }
        }
    }
}
