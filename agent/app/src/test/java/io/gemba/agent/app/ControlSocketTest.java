package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
  @TempDir Path folder;

  @Test
  void answersTheQuestionWhileOpenAndNobodyAfterwards() throws IOException {
    try (ControlSocket _ =
        new ControlSocket(folder, (question, out) -> out.write("answer to " + question))) {
      assertThat(ControlSocket.ask(folder, "status")).contains("answer to status");
    }
    assertThat(ControlSocket.ask(folder, "status")).isEmpty();
  }

  @Test
  void isForTheOwnUserAlone() throws IOException {
    try (ControlSocket _ = new ControlSocket(folder, (_, _) -> {})) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("agent.sock"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void goesOnAfterAQuestionThatFailed() throws IOException {
    try (ControlSocket _ =
        new ControlSocket(
            folder,
            (question, out) -> {
              if (question.equals("bad")) {
                throw new IOException("disk");
              }
              out.write("fine");
            })) {
      assertThat(ControlSocket.ask(folder, "bad")).contains("");
      assertThat(ControlSocket.ask(folder, "good")).contains("fine");
    }
  }

  @Test
  void takesThePlaceOfASocketLeftBehindByAKilledAgent() throws IOException {
    Files.createFile(folder.resolve("agent.sock"));
    try (ControlSocket _ = new ControlSocket(folder, (_, out) -> out.write("new"))) {
      assertThat(ControlSocket.ask(folder, "status")).contains("new");
    }
  }

  @Test
  void aPathTooLongForTheKernelIsNoReasonNotToStart() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("x".repeat(120)));
    try (ControlSocket _ = new ControlSocket(deep, (_, _) -> {})) {
      assertThat(ControlSocket.ask(deep, "status")).isEmpty();
    }
  }
}
