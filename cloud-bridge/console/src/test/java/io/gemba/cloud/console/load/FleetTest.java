package io.gemba.cloud.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@link FleetBench}: every process a real one, a tenth of the fleet. */
@Tag("bed")
class FleetTest {
  private static final int GATEWAYS = 100;
  private static final int POINTS = 100;
  private static final int SECONDS = 5;

  @TempDir Path folder;

  /** The database's own user must get through. */
  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void storesEverythingThatAFleetSendsOnceAndTheSame() throws Exception {
    try (FleetBench bench = new FleetBench(folder)) {
      FleetBench.Result result = bench.run(GATEWAYS, POINTS, SECONDS);
      assertThat(result.sent().samples()).isEqualTo((long) GATEWAYS * POINTS * SECONDS);
      assertThat(result.stored()).isEqualTo(result.sent());
      assertThat(result.claimed()).isEqualTo(result.sent().samples());
      assertThat(result.whole()).isEqualTo(GATEWAYS);
    }
  }
}
