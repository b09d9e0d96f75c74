package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.users.Account;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
  @TempDir Path folder;

  private int run(String password, String... args) throws Exception {
    Path config = folder.resolve("c.yaml");
    Files.writeString(
        config, "console: { directory: data }\nbrokers: { hq: { url: \"mqtt://127.0.0.1:1\" } }\n");
    List<String> all = new ArrayList<>(List.of("user"));
    all.addAll(List.of(args));
    all.addAll(List.of("--config", config.toString()));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      return ConsoleMain.run(all.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void managesAccountsWhileTheConsoleRuns() throws Exception {
    try (Console console =
            Console.start(ConsoleConfig.local(0, folder.resolve("data"), List.of()));
        HttpClient http = HttpClient.newHttpClient()) {
      Door door = new Door(http, console.url());
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      String[] add = {"add", "Wong", "--role", "operator", "--site", "acme/dongguan", "--stdin"};
      assertThat(run(Door.PASSWORD, add)).isZero();
      assertThat(run(Door.PASSWORD, add)).isEqualTo(1);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
      assertThat(door.login("wong", Door.PASSWORD).statusCode()).isEqualTo(200);
      assertThat(door.me().path("sites").path(0).asText()).isEqualTo("acme/dongguan");
      assertThat(run("", "set", "wong", "--role", "admin", "--site", "acme/a,acme/b")).isZero();
      assertThat(console.users().store().account("wong"))
          .hasValue(new Account("wong", Role.ADMIN, new Sites(List.of("acme/a", "acme/b"))));
      assertThat(door.me().path("role").asText()).isEqualTo("admin");
      assertThat(run("another few words", "passwd", "wong", "--stdin")).isZero();
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
      assertThat(run("", "list")).isZero();
      assertThat(run("", "remove", "wong")).isZero();
      assertThat(run("", "remove", "wong")).isEqualTo(1);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      assertThat(console.users().store().deeds(Long.MAX_VALUE, 1).getFirst().who())
          .isEqualTo(System.getProperty("user.name"));
    }
  }

  @Test
  void refusesUsageWithTwoAndSaysWhatToWrite() throws Exception {
    assertThat(run("", "add", "wong", "--role", "king", "--stdin")).isEqualTo(2);
    assertThat(run("", "add", "wong", "--site", "acme", "--stdin")).isEqualTo(2);
    assertThat(run("short", "add", "wong", "--stdin")).isEqualTo(1);
    assertThat(run("", "add")).isEqualTo(2);
    assertThat(run("", "frobnicate")).isEqualTo(2);
    assertThat(ConsoleMain.run("user")).isEqualTo(2);
    assertThat(ConsoleMain.run("user", "--help")).isZero();
    assertThat(ConsoleMain.run("user", "list")).isEqualTo(2);
    assertThat(ConsoleMain.run("user", "list", "--config", "nowhere.yaml")).isEqualTo(2);
  }
}
