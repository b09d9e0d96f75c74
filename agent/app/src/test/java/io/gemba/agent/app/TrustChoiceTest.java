package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.agent.app.TrustLists.Kept;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Own;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustChoiceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final String A = fingerprint("AA");
  private static final String B = fingerprint("BB");
  private static final TrustKeeper NOBODY =
      new TrustKeeper() {
        @Override
        public List<Shown> certificates(Path stateDirectory) {
          return List.of();
        }

        @Override
        public void accept(Path stateDirectory, Shown certificate) {}

        @Override
        public void reject(Path stateDirectory, Shown certificate) {}

        @Override
        public Exported exportOwn(Path stateDirectory, Path folder) {
          return new Exported(List.of(), "", "", "");
        }
      };

  @Test
  void takesTheOnlyOneThatWaits() throws Exception {
    Kept one = kept(State.PENDING, A, "press1", "");
    List<Kept> all = List.of(one, kept(State.TRUSTED, B, "press2", ""));
    assertThat(TrustChoice.toAccept(all, List.of(), false, "")).isSameAs(one);
    assertThat(TrustChoice.toAccept(all, List.of("press1"), false, "")).isSameAs(one);
    String plain = A.replace(":", "").toLowerCase(Locale.ROOT);
    assertThat(TrustChoice.toAccept(all, List.of("press1", plain), false, "")).isSameAs(one);
  }

  @Test
  void letsThePersonChooseWhereSeveralWait() {
    List<Kept> all =
        List.of(kept(State.PENDING, A, "press1", ""), kept(State.PENDING, B, "press1", ""));
    assertThatThrownBy(
            () -> TrustChoice.toAccept(all, List.of("press1"), false, " --config g.yaml"))
        .hasMessageContaining("gemba trust accept --config g.yaml " + A)
        .hasMessageContaining("gemba trust accept --config g.yaml " + B);
  }

  @Test
  void aChangedOneIsAcceptedOnlyByItsFingerprint() throws Exception {
    Kept one = kept(State.CHANGED, B, "press1", A);
    assertThatThrownBy(() -> TrustChoice.toAccept(List.of(one), List.of("press1"), false, ""))
        .hasMessageContaining("CHANGED")
        .hasMessageContaining("gemba trust accept " + B);
    assertThat(TrustChoice.toAccept(List.of(one), List.of(B), false, "")).isSameAs(one);
  }

  @Test
  void aFingerprintThatDoesNotMatchAcceptsNothing() {
    List<Kept> all = List.of(kept(State.PENDING, A, "press1", ""));
    assertThatThrownBy(() -> TrustChoice.toAccept(all, List.of("press1", B), false, ""))
        .hasMessageContaining("no certificate")
        .hasMessageContaining("gemba trust list");
    assertThatThrownBy(() -> TrustChoice.toAccept(all, List.of("AA:AA:AA"), false, ""))
        .hasMessageContaining("all 32 pairs");
  }

  @Test
  void aTrustedOneIsRejectedOnlyByItsFingerprint() throws Exception {
    Kept one = kept(State.TRUSTED, A, "press1", "");
    assertThatThrownBy(() -> TrustChoice.toReject(List.of(one), List.of("press1"), ""))
        .hasMessageContaining("no certificate");
    assertThat(TrustChoice.toReject(List.of(one), List.of(A), "")).isSameAs(one);
  }

  @Test
  void isAcceptedForTheDeviceThatWasNamedOrForThoseThatShowedIt() throws Exception {
    Shown shared =
        new Shown(
            State.PENDING,
            A,
            "CN=press",
            "CN=press",
            NOW,
            NOW.plusSeconds(1),
            List.of(by("press1", ""), by("press2", "")));
    Kept one = new Kept(NOBODY, Path.of("state"), shared);
    assertThat(TrustChoice.devices(one, List.of("press2"))).containsExactly("press2");
    assertThat(TrustChoice.devices(one, List.of("press2", A))).containsExactly("press2");
    assertThat(TrustChoice.devices(one, List.of(A))).containsOnly("press1", "press2");
    assertThat(TrustChoice.devices(one, List.of())).containsOnly("press1", "press2");
  }

  @Test
  void whatIsTrustedForOneDeviceCanBeAcceptedForMore() throws Exception {
    Kept one = kept(State.TRUSTED, A, "press1", "");
    Kept narrow =
        new Kept(
            NOBODY, Path.of("state"), TrustText.with(one.shown(), State.TRUSTED, Set.of("press1")));
    assertThatThrownBy(() -> TrustChoice.toAccept(List.of(narrow), List.of(A), false, ""))
        .hasMessageContaining("trusted already")
        .hasMessageContaining("for      press1");
    assertThat(TrustChoice.toAccept(List.of(narrow), List.of(A), true, "")).isSameAs(narrow);
    assertThatThrownBy(() -> TrustChoice.toAccept(List.of(one), List.of(A), true, ""))
        .hasMessageContaining("every device");
    Kept waits = kept(State.PENDING, A, "lathe", "");
    assertThat(TrustChoice.toAccept(List.of(waits, narrow), List.of(A), false, "")).isSameAs(waits);
  }

  @Test
  void theListShowsAuthoritiesAndOurOwn() {
    Shown authority =
        new Shown(
            State.TRUSTED,
            A,
            "CN=Plant CA",
            "CN=Plant CA",
            NOW,
            NOW.plus(Duration.ofDays(400)),
            List.of(),
            List.of("press1"),
            true,
            List.of("no revocation list of it is here"));
    assertThat(TrustText.list(List.of(authority), NOW, ""))
        .contains(
            "TRUSTED AUTHORITY\n",
            "for      all that it signed, of press1",
            "note     no revocation list")
        .doesNotContain("by hand");
    Instant soon = NOW.plus(Duration.ofDays(20));
    Own old = new Own(false, A, "CN=Gemba", NOW, soon, List.of(), List.of());
    assertThat(TrustText.own(List.of(old), NOW, " --config x"))
        .contains("THIS GATEWAY'S OWN, expires in 20 days", "gemba trust renew --config x");
    Own renewed =
        new Own(true, B, "CN=Gemba", NOW, soon, List.of("press1_4840"), List.of("lathe_4840"));
    assertThat(TrustText.own(List.of(old, renewed), NOW, " --config x"))
        .contains("taken by press1_4840", "not yet  lathe_4840", "renew --config x --finish");
  }

  @Test
  void theListShowsBothFingerprintsOfAChangedOneAndWhatExpires() {
    String text =
        TrustText.list(List.of(kept(State.CHANGED, B, "press1", A).shown()), NOW, " --config x");
    assertThat(text)
        .contains("CHANGED, expires in 12 days", A, B, "press1 at opc.tcp://127.0.0.1:4840")
        .contains("1 waiting", "gemba trust accept --config x SHA-256");
    assertThat(TrustText.list(List.of(kept(State.PENDING, B, "press1", "").shown()), NOW, ""))
        .contains("1 waiting", "gemba trust accept press1'");
  }

  @Test
  void aStrangersNameDoesNotMoveTheCursor() {
    Shown evil =
        new Shown(State.PENDING, A, "CN=\u001b[2Jx", "CN=y", NOW, NOW.plusSeconds(1), List.of());
    assertThat(TrustText.one(evil)).doesNotContain("\u001b").contains("CN=?[2Jx");
  }

  private static Kept kept(State state, String sha256, String device, String before) {
    Instant until = NOW.plus(Duration.ofDays(12));
    return new Kept(
        NOBODY,
        Path.of("state"),
        new Shown(state, sha256, "CN=press", "CN=press", NOW, until, List.of(by(device, before))));
  }

  private static By by(String device, String before) {
    return new By(device, "opc.tcp://127.0.0.1:4840", NOW, before);
  }

  private static String fingerprint(String pair) {
    return (pair + ":").repeat(31) + pair;
  }
}
