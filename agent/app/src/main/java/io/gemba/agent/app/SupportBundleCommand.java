package io.gemba.agent.app;

import io.gemba.agent.app.bundle.Bundle;
import io.gemba.agent.app.bundle.Redaction;
import io.gemba.agent.app.bundle.StrippedConfig;
import io.gemba.agent.app.doctor.Checkup;
import io.gemba.agent.app.doctor.Report;
import io.gemba.agent.app.status.Json;
import io.gemba.agent.app.status.StatusJson;
import io.gemba.agent.core.config.KnownKeys;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import io.gemba.agent.core.journal.JournalReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gemba support-bundle}: one archive for whoever helps from afar, secrets stripped. */
@Command(
    name = "support-bundle",
    description = {
      "Writes one archive (zip) for whoever helps from afar: versions, configuration, status,",
      "doctor, metrics, gap records, the last log lines. Passwords, keys and comments are removed;",
      "names and addresses of machines and brokers are in it: look before you send it."
    })
final class SupportBundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String NOBODY = "no agent runs";

  @ParentCommand private Main main = new Main();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/gemba/gemba.yaml",
      description = "the agent's configuration (default: ${DEFAULT-VALUE})")
  private Path config = Path.of("gemba.yaml");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "the archive (default: gemba-support-TIME.zip in this folder)")
  private @Nullable Path to;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Visit visit = Visit.at(config);
    Redaction redaction = new Redaction(SecretFiles.contents(config));
    Bundle bundle = new Bundle(redaction);
    bundle.add("version.txt", versions());
    config(bundle, visit, redaction);
    var findings = Checkup.of(visit.patient());
    bundle.add("doctor.txt", Report.text(findings));
    bundle.add("doctor.json", Report.json(findings));
    visit.patient().config().ifPresent(c -> agent(bundle, c.journal().directory()));
    bundle.add("system-log.txt", systemLog());
    Path file = to == null ? Path.of("gemba-support-" + STAMP.format(Instant.now()) + ".zip") : to;
    bundle.write(file);
    tell(bundle, file);
    return Main.FINE;
  }

  private void config(Bundle bundle, Visit visit, Redaction redaction) throws IOException {
    StrippedConfig stripped =
        new StrippedConfig(
            KnownKeys.of(visit.patient().adapters(), visit.installation().uplinks()), redaction);
    bundle.add(
        "gemba.yaml",
        Files.isReadable(config)
            ? stripped.of(Files.readString(config))
            : "# " + config + " cannot be read\n");
  }

  private static void agent(Bundle bundle, Path folder) {
    String status = ask(folder, AgentAnswers.STATUS_JSON).orElseGet(() -> fromFile(folder));
    bundle.add("status.json", status);
    bundle.add("metrics.txt", ask(folder, AgentAnswers.METRICS).orElse(NOBODY));
    bundle.add("log.txt", ask(folder, AgentAnswers.LOG).orElse(NOBODY));
    bundle.add("gaps.jsonl", ask(folder, AgentAnswers.GAPS).orElseGet(() -> gaps(folder)));
  }

  private static Optional<String> ask(Path folder, String question) {
    return ControlSocket.ask(folder, question);
  }

  private static String fromFile(Path folder) {
    try {
      return StatusJson.of(JournalReport.read(folder));
    } catch (JournalException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String gaps(Path folder) {
    StringWriter out = new StringWriter();
    try {
      new JournalFile(folder).visit(new GapsOnly(out));
    } catch (JournalException | IOException e) {
      out.append(String.valueOf(e.getMessage()));
    }
    return out.toString();
  }

  private static String versions() {
    return "gemba "
        + Home.version()
        + "\nJava "
        + Runtime.version()
        + " ("
        + System.getProperty("java.vm.name")
        + ")\n"
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors\n"
        + Instant.now()
        + "\n";
  }

  private static String systemLog() throws InterruptedException {
    try {
      Path out = Files.createTempFile("gemba", ".log");
      try {
        Process process =
            new ProcessBuilder(
                    "journalctl", "-u", "gemba", "-n", "2000", "--no-pager", "-o", "short-iso")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.ISO_8859_1);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      return "no systemd journal here: " + e.getMessage();
    }
  }

  private void tell(Bundle bundle, Path file) {
    if (main.json) {
      System.out.println(
          Json.of(
              json -> {
                json.writeStartObject();
                json.writeStringField("file", file.toAbsolutePath().toString());
                json.writeArrayFieldStart("holds");
                for (String name : bundle.names()) {
                  json.writeString(name);
                }
                json.writeEndArray();
                json.writeEndObject();
              }));
    } else {
      System.out.println(
          "written: "
              + file
              + " ("
              + String.join(", ", bundle.names())
              + ")\nPasswords, keys and comments are removed. Names and addresses of machines and"
              + " brokers are in it: look before you send it.");
    }
  }
}
