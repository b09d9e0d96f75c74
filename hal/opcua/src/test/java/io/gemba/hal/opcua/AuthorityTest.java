package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities, their revocation lists, and what holds for one device alone; without a network. */
class AuthorityTest {
  private static final Instant NOW = Instant.now();
  private static final String ADDRESS = "opc.tcp://127.0.0.1:4840";
  private static TestAuthority plant;
  private static TestAuthority cell;

  private final OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
  @TempDir private Path state;

  private static synchronized TestAuthority plant() throws Exception {
    plant = plant == null ? TestAuthority.named("Plant CA") : plant;
    return plant;
  }

  private static synchronized TestAuthority cell() throws Exception {
    cell = cell == null ? plant().below("Cell CA") : cell;
    return cell;
  }

  @Test
  void anAuthorityVouchesForWhatItSignedAndForNothingElse() throws Exception {
    var press = plant().server(TestAuthority.ip());
    assertThat(refusal("press1", press)).contains("not trusted yet", "signed by 'CN=Plant CA'");
    List<Shown> accepted = factory.acceptAuthorities(state, file(plant()), Set.of());
    assertThat(accepted).singleElement().matches(Shown::authority);
    check("press1", press, NOW);
    check("press2", press, NOW);
    assertThat(factory.certificates(state)).extracting(Shown::state).containsOnly(State.TRUSTED);
    var stranger = TestAuthority.named("Plant CA").server(TestAuthority.ip());
    assertThat(refusal("press3", stranger, "opc.tcp://127.0.0.1:4841"))
        .contains("not trusted yet", "signed by 'CN=Plant CA'");
  }

  @Test
  void followsTheChainThatTheServerSendsAndTheOneItSentBefore() throws Exception {
    var whole = cell().server(TestAuthority.ip(), cell().certificate());
    factory.acceptAuthorities(state, file(plant()), Set.of());
    check("press1", whole, NOW);
    var short_ = new TestIdentity(whole.keys(), whole.certificate());
    assertThat(refusal("press2", short_)).contains("signed by 'CN=Cell CA'");
    factory.acceptAuthorities(state, file(cell()), Set.of());
    check("press2", short_, NOW);
  }

  @Test
  void theAuthorityThatTheServerSentCanBeAcceptedInstead() throws Exception {
    var press = cell().server(TestAuthority.ip(), cell().certificate(), plant().certificate());
    refusal("press1", press);
    Shown accepted = factory.acceptIssuer(state, waiting(), Set.of());
    assertThat(accepted.sha256()).isEqualTo(Certificates.fingerprint(cell().certificate()));
    check("press1", press, NOW);
    check("press9", cell().server(TestAuthority.ip()), NOW);
  }

  @Test
  void saysWhereToGetAnAuthorityThatTheServerDidNotSend() throws Exception {
    refusal("press1", plant().server(TestAuthority.ip()));
    assertThatThrownBy(() -> factory.acceptIssuer(state, waiting(), Set.of()))
        .hasMessageContaining("did not send the certificate of 'CN=Plant CA'")
        .hasMessageContaining("gemba trust accept --ca FILE");
  }

  @Test
  void saysWhyAnAuthorityDoesNotVouch() throws Exception {
    factory.acceptAuthorities(state, file(plant()), Set.of());
    assertThat(refusal("press1", plant().server(TestAuthority.host("press1.local"))))
        .contains("does not vouch for it: it names press1.local, not the host of " + ADDRESS);
    var old = plant().server(TestAuthority.ip(), Duration.ofDays(-1));
    assertThat(refusal("press2", old)).contains("does not vouch for it: one of the dates is wrong");
    check("press3", plant().server(TestAuthority.ip()), NOW);
    assertThat(
            refusal("press4", plant().server(TestAuthority.ip()), NOW.plus(Duration.ofDays(4000))))
        .contains("does not vouch for it");
  }

  @Test
  void whatAServerShowsIsNoAuthorityBecauseItWasAccepted() throws Exception {
    var proud = new TestIdentity(null, cell().certificate());
    refusal("press1", proud);
    factory.accept(state, waiting());
    check("press1", proud, NOW);
    assertThat(refusal("press1", cell().server(TestAuthority.ip()))).contains("has CHANGED");
  }

  @Test
  void refusesAFileThatHoldsNoAuthority() throws Exception {
    Path file = state.resolve("press.der");
    Files.write(file, plant().server(TestAuthority.ip()).certificate().getEncoded());
    assertThatThrownBy(() -> factory.acceptAuthorities(state, file, Set.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("may not vouch for others")
        .hasMessageContaining("server-certificate:");
    assertThat(factory.certificates(state)).isEmpty();
  }

  @Test
  void whatTheListNamesIsRefusedWhoeverVouchesForIt() throws Exception {
    var stolen = plant().server(TestAuthority.ip());
    var fine = plant().server(TestAuthority.ip());
    factory.acceptAuthorities(state, file(plant()), Set.of());
    ServerTrust running = trust("press1");
    running.check(List.of(stolen.certificate()), NOW);
    assertThat(running.noLonger(List.of(stolen.certificate()), NOW)).isNull();
    Path list =
        plant()
            .revoke(
                state.resolve("plant.crl"),
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofDays(7)),
                stolen.certificate());
    assertThat(factory.addRevocations(state, list))
        .singleElement()
        .asString()
        .contains("'CN=Plant CA'", "names 1 certificate");
    assertThat(running.noLonger(List.of(stolen.certificate()), NOW))
        .contains("was revoked by 'CN=Plant CA'", "gemba trust crl FILE");
    assertThat(refusal("press1", stolen)).contains("was revoked by 'CN=Plant CA'");
    new TrustStore(state.resolve("pki")).trust(stolen.certificate(), "press1");
    assertThat(refusal("press1", stolen)).contains("was revoked");
    check("press2", fine, NOW);
  }

  @Test
  void anAuthorityBetweenCanBeRevokedToo() throws Exception {
    var press = cell().server(TestAuthority.ip(), cell().certificate());
    factory.acceptAuthorities(state, file(plant()), Set.of());
    factory.addRevocations(
        state,
        plant().revoke(state.resolve("p.crl"), NOW.minusSeconds(60), NOW, cell().certificate()));
    assertThat(refusal("press1", press)).contains("'CN=Cell CA' was revoked by 'CN=Plant CA'");
  }

  @Test
  void aMissingOrOverdueListStopsNothingAndIsSaid() throws Exception {
    var press = plant().server(TestAuthority.ip());
    Shown authority = factory.acceptAuthorities(state, file(plant()), Set.of()).getFirst();
    assertThat(authority.remarks())
        .singleElement()
        .asString()
        .contains("no revocation list of it is here", "gemba trust crl FILE");
    check("press1", press, NOW);
    List<X509Certificate> chain = List.of(press.certificate());
    assertThat(trust("press1").remarks(chain, NOW))
        .singleElement()
        .asString()
        .contains("no revocation list");
    factory.addRevocations(
        state,
        plant().revoke(state.resolve("p.crl"), NOW.minusSeconds(60), NOW.plus(Duration.ofDays(1))));
    assertThat(trust("press1").remarks(chain, NOW)).isEmpty();
    Instant later = NOW.plus(Duration.ofDays(2));
    check("press1", press, later);
    assertThat(trust("press1").remarks(chain, later))
        .singleElement()
        .asString()
        .contains("a newer one has been due since");
    assertThat(trust("press1").remarks(chain, NOW.plus(Duration.ofDays(3640))))
        .anyMatch(one -> one.contains("only until its own certificate ends"));
    List<String> said = new ArrayList<>();
    ExpiryWatch watch = new ExpiryWatch(said::add);
    for (int hour = 0; hour < 30; hour++) {
      Instant at = later.plus(Duration.ofHours(hour));
      if (watch.isDue(at)) {
        watch.look(
            device("press1"), press.certificate(), null, trust("press1").remarks(chain, at), at);
      }
    }
    assertThat(said).hasSize(2);
  }

  @Test
  void takesNoListOfAStrangerAndNoOlderOne() throws Exception {
    factory.acceptAuthorities(state, file(plant()), Set.of());
    Path strange =
        TestAuthority.named("Plant CA").revoke(state.resolve("s.crl"), NOW, NOW.plusSeconds(60));
    assertThatThrownBy(() -> factory.addRevocations(state, strange))
        .hasMessageContaining("no authority that is trusted here")
        .hasMessageContaining("gemba trust accept --ca FILE");
    factory.addRevocations(state, plant().revoke(state.resolve("n.crl"), NOW, NOW));
    Path older =
        plant().revoke(state.resolve("o.crl"), NOW.minus(Duration.ofDays(3)), NOW.plusSeconds(60));
    assertThatThrownBy(() -> factory.addRevocations(state, older))
        .hasMessageContaining("older than the list that is already here");
    assertThatThrownBy(() -> factory.addRevocations(state, file(plant())))
        .hasMessageContaining("holds no revocation list");
  }

  @Test
  void anAuthorityThatIsTakenBackEndsWhatItVouchedFor() throws Exception {
    var press = plant().server(TestAuthority.ip());
    Shown authority = factory.acceptAuthorities(state, file(plant()), Set.of()).getFirst();
    ServerTrust running = trust("press1");
    running.check(List.of(press.certificate()), NOW);
    factory.reject(state, authority);
    assertThat(running.noLonger(List.of(press.certificate()), NOW))
        .contains("is not trusted any more");
    assertThat(factory.certificates(state))
        .singleElement()
        .matches(one -> one.state() == State.REJECTED);
    factory.accept(state, factory.certificates(state).getFirst(), Set.of());
    check("press1", press, NOW);
  }

  @Test
  void whatIsAcceptedForOneDeviceIsNotForAnother() throws Exception {
    var press = TestIdentity.make();
    assertThat(refusal("press1", press)).contains("gemba trust accept press1");
    assertThat(refusal("lathe", press, "opc.tcp://127.0.0.2:4840")).contains("not trusted yet");
    factory.accept(state, waiting(), Set.of("press1"));
    check("press1", press, NOW);
    assertThat(refusal("lathe", press, "opc.tcp://127.0.0.2:4840")).contains("not trusted yet");
    assertThat(factory.certificates(state))
        .extracting(Shown::state, Shown::only, one -> one.by().stream().map(By::device).toList())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(State.PENDING, List.of(), List.of("lathe")),
            org.assertj.core.groups.Tuple.tuple(
                State.TRUSTED, List.of("press1"), List.of("press1")));
    factory.accept(state, waiting());
    trust("lathe", "opc.tcp://127.0.0.2:4840").check(List.of(press.certificate()), NOW);
    assertThat(factory.certificates(state))
        .singleElement()
        .extracting(Shown::only)
        .isEqualTo(List.of("lathe", "press1"));
  }

  @Test
  void whatWasAcceptedWhileLookingAroundHoldsForTheDeviceAtThatAddress() throws Exception {
    var press = TestIdentity.make();
    refusal("127.0.0.1:4840", press);
    factory.accept(state, waiting());
    check("press1", press, NOW);
    assertThat(refusal("lathe", press, "opc.tcp://127.0.0.2:4840")).contains("not trusted yet");
  }

  @Test
  void anAuthorityForOneDeviceVouchesForNoOther() throws Exception {
    var press = plant().server(TestAuthority.ip());
    Shown authority = factory.acceptAuthorities(state, file(plant()), Set.of("press1")).getFirst();
    assertThat(authority.only()).containsExactly("press1");
    check("press1", press, NOW);
    assertThat(refusal("lathe", press)).contains("not trusted yet");
  }

  private Shown waiting() throws IOException {
    return factory.certificates(state).stream()
        .filter(one -> one.state() == State.PENDING || one.state() == State.CHANGED)
        .findFirst()
        .orElseThrow();
  }

  private Path file(TestAuthority authority) throws Exception {
    return authority.write(state.resolve("authority.der"));
  }

  private void check(String device, TestIdentity server, Instant now) throws Exception {
    trust(device).check(List.of(server.chain()), now);
  }

  private String refusal(String device, TestIdentity server) throws Exception {
    return refusal(device, server, NOW);
  }

  private String refusal(String device, TestIdentity server, Instant now) throws Exception {
    return refusal(trust(device), server, now);
  }

  private String refusal(String device, TestIdentity server, String address) throws Exception {
    return refusal(trust(device, address), server, NOW);
  }

  private static String refusal(ServerTrust trust, TestIdentity server, Instant now) {
    try {
      trust.check(List.of(server.chain()), now);
    } catch (IOException e) {
      return e.getMessage();
    }
    throw new AssertionError("it was accepted");
  }

  private ServerTrust trust(String device) throws Exception {
    return trust(device, ADDRESS);
  }

  private ServerTrust trust(String device, String address) throws Exception {
    return new ServerTrust(state.resolve("pki"), device(device, address));
  }

  private static DeviceSettings device(String name) throws Exception {
    return device(name, ADDRESS);
  }

  private static DeviceSettings device(String name, String address) throws Exception {
    return new TestDevice(address).named(name).point("speed").settings();
  }
}
