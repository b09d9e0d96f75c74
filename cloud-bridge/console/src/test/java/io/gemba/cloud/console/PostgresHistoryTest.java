package io.gemba.cloud.console;

import org.junit.jupiter.api.Tag;

/** The same promises, kept by PostgreSQL. */
@Tag("bed")
class PostgresHistoryTest extends HistoryTest {
  private final Postgres.Fresh database = new Postgres.Fresh();

  @Override
  Plant plant() throws Exception {
    return new Plant(folder, database.storage());
  }
}
