package io.gemba.cloud.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import io.gemba.cloud.console.users.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SseHubTest {
  private static final Visitor ANYBODY = new Visitor("-", Role.VIEWER, Sites.ALL, "here", false);

  @Test
  void dropsABrowserThatDoesNotKeepUpAndForgetsWhatItWasOwed() {
    SseHub hub = new SseHub();
    SseClient stuck =
        new SseClient(
            OutputStream.nullOutputStream(), new Known(ANYBODY, "", () -> Optional.of(ANYBODY)));
    hub.add(stuck);
    for (int i = 0; i < 1_000; i++) {
      hub.send("line", "acme", "dongguan", "{}");
    }
    assertThat(hub.slow()).isEqualTo(1);
    assertThat(hub.watching()).isZero();
    stuck.run();
    assertThat(stuck.finished()).isCompleted();
  }

  @Test
  void sendsNobodyWhatLiesOnASiteTheyMayNotSee() {
    SseHub hub = new SseHub();
    Visitor here =
        new Visitor("wong", Role.VIEWER, new Sites(List.of("acme/dongguan")), "here", true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseClient client =
        new SseClient(
            new OutputStream() {
              @Override
              public void write(int b) {
                out.write(b);
                if (out.toString(StandardCharsets.UTF_8).contains("last")) {
                  hub.close();
                }
              }
            },
            new Known(here, "", () -> Optional.of(here)));
    hub.add(client);
    hub.send("line", "acme", "suzhou", "{\"secret\":1}");
    hub.send("line", "acme", "dongguan", "{\"own\":1}");
    hub.send("fleet", sites -> sites.all() ? "{\"secret\":2}" : "{\"own\":2}");
    hub.send("samples", sites -> sites.all() ? "{\"secret\":3}" : null);
    hub.send("line", "acme", "dongguan", "last");
    client.run();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("own\":1", "own\":2")
        .doesNotContain("secret");
  }

  @Test
  void endsTheStreamOfWhoseSessionIsOverOrWhoseRightsAreOthers() {
    SseHub hub = new SseHub();
    AtomicReference<Optional<Visitor>> now = new AtomicReference<>(Optional.of(ANYBODY));
    hub.add(new SseClient(OutputStream.nullOutputStream(), new Known(ANYBODY, "", now::get)));
    hub.sweep();
    assertThat(hub.watching()).isEqualTo(1);
    now.set(Optional.of(new Visitor("-", Role.VIEWER, new Sites(List.of("a/b")), "here", false)));
    hub.sweep();
    assertThat(hub.watching()).isZero();
    now.set(Optional.of(ANYBODY));
    hub.add(new SseClient(OutputStream.nullOutputStream(), new Known(ANYBODY, "", now::get)));
    now.set(Optional.empty());
    hub.sweep();
    assertThat(hub.watching()).isZero();
  }

  /** What ends later meets a stopped server, whose library then never comes to an end. */
  @Test
  void hasEndedAllWatchingBeforeTheServerStops() {
    SseHub hub = new SseHub();
    SseClient client =
        new SseClient(
            OutputStream.nullOutputStream(), new Known(ANYBODY, "", () -> Optional.of(ANYBODY)));
    hub.add(client);
    Thread.ofVirtual().start(client);
    hub.close();
    assertThat(client.finished()).isCompleted();
    assertThat(hub.hasRoom()).isFalse();
    SseClient late =
        new SseClient(
            OutputStream.nullOutputStream(), new Known(ANYBODY, "", () -> Optional.of(ANYBODY)));
    hub.add(late);
    late.run();
    assertThat(late.finished()).isCompleted();
  }
}
