package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFoldersTest {
  @TempDir Path folder;

  @Test
  void whatIsMissingIsMadeForThisUserAlone() throws Exception {
    Path made = PrivateFolders.make(folder.resolve("adapters/opcua"));
    for (Path one : new Path[] {made, made.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
          .isEqualTo("rwx------");
    }
    assertThat(PrivateFolders.make(made)).isEqualTo(made);
  }

  /** Otherwise the agent could not look into the folder that {@code sudo gemba trust} made. */
  @Test
  void whatRootMakesBelongsToTheOwnerOfTheFolderAbove() throws Exception {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    UserPrincipal agent =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(folder, agent);
    Path made = PrivateFolders.make(folder.resolve("journal/adapters/opcua"));
    for (Path one = made; !one.equals(folder); one = one.getParent()) {
      assertThat(Files.getOwner(one)).isEqualTo(agent);
    }
    assertThat(Files.getOwner(PrivateFolders.forEverybody(folder.resolve("usb")))).isEqualTo(agent);
  }
}
