package io.gemba.cloud.console;

import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The same promises, kept by PostgreSQL, which drops whole days. */
@Tag("bed")
class PostgresCondenseTest extends CondenseTest {
  private final Postgres.Fresh database = new Postgres.Fresh();

  @Override
  Plant plant(Retention retention) throws Exception {
    return new Plant(folder, database.storage(retention));
  }

  @Override
  Duration kept() {
    return Duration.ofDays(1);
  }

  @Override
  long left(Plant plant) throws Exception {
    return database.ask("SELECT COUNT(*) FROM sample");
  }
}
