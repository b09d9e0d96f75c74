package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerSecurityTest {

  private static PlantClient.Identity identity;

  @TempDir private Path folder;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = PlantClient.Identity.make();
  }

  @Test
  void aRestartKeepsTheCertificate() throws Exception {
    plant().start().close();
    byte[] first = Files.readAllBytes(folder.resolve("simulator.der"));
    plant().start().close();
    assertThat(folder.resolve("simulator.der")).hasBinaryContent(first);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("simulator.key"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageSecurityMode.class,
      names = {"Sign", "SignAndEncrypt"})
  void aTrustingPlantTakesSecuredClients(MessageSecurityMode mode) throws Exception {
    try (SimulatedPlant plant = plant().trustClients(true).start();
        PlantClient client = PlantClient.open(plant, mode, identity, config -> {})) {
      assertThat(client.read("Press1.OilTemp").statusCode().isGood()).isTrue();
    }
  }

  @Test
  void anUnknownClientIsRefusedUntilAPersonTrustsIt() throws Exception {
    try (SimulatedPlant plant = plant().start()) {
      assertThatThrownBy(
              () ->
                  PlantClient.open(
                      plant, MessageSecurityMode.SignAndEncrypt, identity, config -> {}))
          .isInstanceOf(UaException.class);
      Path pki = folder.resolve("pki");
      try (Stream<Path> rejected = Files.list(pki.resolve("rejected/certs"))) {
        Path shown = rejected.findFirst().orElseThrow();
        Files.move(shown, pki.resolve("trusted/certs").resolve(shown.getFileName()));
      }
      Await.until("trusted", () -> connects(plant));
    }
  }

  @Test
  void aUserNeedsThePasswordThatWasGiven() throws Exception {
    try (SimulatedPlant plant = plant().user("inge", "korrekt").start()) {
      try (PlantClient client = open(plant, "korrekt")) {
        assertThat(client.read("Press1.OilTemp").statusCode().isGood()).isTrue();
      }
      assertThatThrownBy(() -> open(plant, "falsch"))
          .isInstanceOf(UaException.class)
          .hasMessageContaining("Bad_UserAccessDenied");
    }
  }

  @Test
  void withoutAUserNobodyLogsInByName() throws Exception {
    try (SimulatedPlant plant = plant().start()) {
      assertThatThrownBy(() -> open(plant, "any")).isInstanceOf(Exception.class);
    }
  }

  private PlantBuilder plant() {
    return SimulatedPlant.builder().directory(folder);
  }

  private static boolean connects(SimulatedPlant plant) {
    try (PlantClient client =
        PlantClient.open(plant, MessageSecurityMode.SignAndEncrypt, identity, config -> {})) {
      return client.read("Press1.OilTemp").statusCode().isGood();
    } catch (UaException e) {
      return false;
    }
  }

  private static PlantClient open(SimulatedPlant plant, String password) throws UaException {
    return PlantClient.open(
        plant,
        MessageSecurityMode.None,
        identity,
        config -> config.setIdentityProvider(new UsernameProvider("inge", password)));
  }
}
