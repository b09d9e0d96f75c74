package io.gemba.hal.gpio;

import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** A gateway in a process of its own, to be killed: counts line 17 and says every total it told. */
final class BedChild {
  private BedChild() {}

  /** Wants the state folder; ends only when it is killed. */
  public static void main(String[] words) throws Exception {
    RecordingContext host = new RecordingContext(Path.of(words[0]), InstantSource.system());
    Thread run =
        Thread.ofPlatform()
            .daemon()
            .start(() -> BedScenario.runOn(host, Map.of("parts", BedGuest.counter(17))));
    int told = 0;
    while (run.isAlive()) {
      for (; told < host.samples().size(); told++) {
        System.out.println(host.samples().get(told).value());
      }
      Thread.sleep(20);
    }
  }

  /** Starts one. */
  static Process start(Path state) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            BedChild.class.getName(),
            state.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
