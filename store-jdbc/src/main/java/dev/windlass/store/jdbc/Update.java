package dev.windlass.store.jdbc;

/** A statement that returns no rows. */
final class Update extends SqlStatement<Update> {

    Update(Handle handle, NamedSql sql) {
        super(handle, sql);
    }

    @Override
    Update self() {
        return this;
    }

    /** @return how many rows it changed */
    int execute() {
        return run(statement -> {
            statement.execute();
            return statement.getUpdateCount();
        });
    }
}
