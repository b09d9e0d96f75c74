package io.gemba.hal.gpio;

import static org.junit.platform.engine.discovery.ClassNameFilter.STANDARD_INCLUDE_PATTERN;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The program that {@link Arm64BedTest} runs on another processor: every unit test of this module.
 */
final class Arm64Guest {
  /** The contract kit once for each adapter is enough where every second counts. */
  private static final String SLOW = ".*(SimContract|FakeLinesContract)Test";

  private Arm64Guest() {}

  /** Wants nothing, or any word to leave none out; its last line says what came out. */
  public static void main(String[] words) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(Arm64Guest.class.getPackageName()))
                .filters(
                    includeClassNamePatterns(STANDARD_INCLUDE_PATTERN),
                    excludeClassNamePatterns(words.length == 0 ? SLOW : "none"),
                    excludeTags("bed"))
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true), 5);
    System.out.println(
        "%s passed %d failed %d"
            .formatted(
                System.getProperty("os.arch"),
                summary.getTestsSucceededCount(),
                summary.getTotalFailureCount()));
    System.exit(0);
  }
}
