package io.gemba.cloud.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class SseHubTest {
  @Test
  void dropsABrowserThatDoesNotKeepUpAndForgetsWhatItWasOwed() {
    SseHub hub = new SseHub();
    SseClient stuck = new SseClient(OutputStream.nullOutputStream());
    hub.add(stuck);
    for (int i = 0; i < 1_000; i++) {
      hub.send("line", "{}");
    }
    assertThat(hub.slow()).isEqualTo(1);
    assertThat(hub.watching()).isZero();
    stuck.run();
    assertThat(stuck.finished()).isCompleted();
  }
}
