package io.gemba.agent.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder with configurations, as a user would keep it. */
record ConfigFolder(Path folder) {

  /** A good file that uses everything; {@link #prepare} makes the files it names. */
  static final String GOOD =
      """
      gateway:
        enterprise: acme
        site: dongguan
        id: gw-01
        timezone: Asia/Shanghai

      journal:
        directory: data/journal
        commit-every: 100ms
        max-size: 512MiB
        max-age: 7d
        when-full: refuse-new

      uplinks:
        hq:
          url: mqtts://broker.example.com:8883
          username: gw-01
          password-file: secrets/hq
          tls: { ca: certs/ca.pem }
          format: json
          backlog: { share: 25%, rate: 5000/s }
          commands: { allow: ["molding/l3/press1/setpoint"] }

      devices:
        press1:
          adapter: opcua
          place: molding/l3/press1
          endpoint: opc.tcp://192.0.2.10:4840
          security: best
          user: { name: gemba, password-file: secrets/press1 }
          publishing-interval: 250ms
          points:
            oil-temp: { node: "ns=2;s=Press1.OilTemp", unit: CEL, deadband: 0.2, name: Oil }
            rejects: { node: "ns=2;s=Rejects" }
            setpoint:
              node: "ns=2;s=Press1.Setpoint"
              writable: true
              name: { en: Setpoint, zh-Hant: 設定值 }
          points-file: points/press1.csv
        andon3:
          adapter: gpio
          place: molding/l3/andon
          chip: auto
          points:
            green: { line: 17, pull: down, debounce: 20ms }
            amber: { line: 18 }
            red: { line: 22, invert: true }
            parts: { line: 27, mode: counter, debounce: 2ms }

      lines:
        molding/l3:
          name: { en: "Moulding 3", zh-Hant: "注塑三線", zh-Hans: "注塑三线" }
          state: { from: stack-light, green: andon3/green, amber: andon3/amber, red: andon3/red }
          good: andon3/parts
          reject: press1/rejects
          ideal-cycle: 16s
          shifts:
            - { days: mon-sat, from: "08:00", to: 20:00, breaks: ["12:00-13:00"], target: 2400 }
            - { days: "mon,tue,wed-fri", from: "20:00", to: "04:00" }
      """;

  static final String CSV = "name,node,unit\nspeed,ns=2;s=Speed,RPM\n";

  ConfigFolder prepare() throws IOException {
    secret("secrets/hq", "rw-------");
    secret("secrets/press1", "rw-r-----");
    write("points/press1.csv", CSV);
    return this;
  }

  void secret(String name, String rights) throws IOException {
    Path file = write(name, "not read by the loader");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  AgentConfig load(String yaml) throws IOException, ConfigProblemsException {
    return TestPlugins.loader().load(write("gemba.yaml", yaml));
  }

  /** What is wrong, each as LINE: message — suggestion, the file name of other files in front. */
  List<String> problems(String yaml) throws IOException {
    try {
      load(yaml);
      return List.of();
    } catch (ConfigProblemsException e) {
      String main = folder.resolve("gemba.yaml").toString();
      return e.problems().stream()
          .map(p -> p.toString().replace(main + ":", "").replace(folder + "/", ""))
          .toList();
    }
  }
}
