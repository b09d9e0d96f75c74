package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sudo gemba trust} writes must be readable by the agent's user; needs root. */
class OwnershipTest {
  private final OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
  @TempDir private Path folder;

  @Test
  void everythingThatRootWritesBelongsToTheOwnerOfTheFolder() throws Exception {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    UserPrincipal agent =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Path state = Files.createDirectories(folder.resolve("adapters/opcua"));
    Path usb = Files.createDirectories(folder.resolve("usb"));
    Files.setOwner(state, agent);
    Files.setOwner(usb, agent);
    TestAuthority plant = TestAuthority.named("Plant CA");
    Path authority = plant.write(folder.resolve("plant.der"));
    TrustStore store = new TrustStore(state.resolve("pki"));
    store.quarantine(List.of(plant.server(TestAuthority.ip()).certificate(), plant.certificate()));
    factory.accept(state, factory.certificates(state).getFirst(), Set.of("press1"));
    factory.acceptAuthorities(state, authority, Set.of());
    factory.addRevocations(
        state,
        plant.revoke(
            folder.resolve("plant.crl"), java.time.Instant.now(), java.time.Instant.now()));
    factory.exportOwn(state, usb);
    factory.renewOwn(state, true, usb);
    factory.finishRenewal(state, true);
    factory.reject(state, factory.certificates(state).getFirst());
    assertThat(owners(state)).containsOnly(agent);
    assertThat(owners(usb)).containsOnly(agent);
  }

  /** Root would otherwise write wherever the agent's user points to. */
  @Test
  void aLinkThatLiesInTheWayIsNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
    Path file = folder.resolve("pki/known/press_4840.sha256");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file.resolveSibling(".press_4840.sha256.new"), elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    Folders.replace(file, new byte[] {1});
    assertThat(elsewhere).hasContent("untouched");
    assertThat(file).hasBinaryContent(new byte[] {1}).matches(one -> !Files.isSymbolicLink(one));
  }

  private static List<UserPrincipal> owners(Path below) throws IOException {
    try (var all = Files.walk(below)) {
      List<Path> found = all.toList();
      assertThat(found).hasSizeGreaterThan(2);
      return found.stream().map(OwnershipTest::owner).toList();
    }
  }

  private static UserPrincipal owner(Path file) {
    try {
      return Files.getOwner(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
