package io.gemba.cloud.console;

import org.junit.jupiter.api.Tag;

/** The same promises, kept by PostgreSQL. */
@Tag("bed")
class PostgresLineLogTest extends LineLogTest {
  private final Postgres.Fresh database = new Postgres.Fresh();

  @Override
  Plant plant() throws Exception {
    return new Plant(folder, database.storage());
  }
}
