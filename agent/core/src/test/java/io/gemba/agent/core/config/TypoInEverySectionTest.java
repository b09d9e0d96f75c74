package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypoInEverySectionTest {
  @TempDir Path folder;

  private static final String BAD =
      """
      gateway:
        enterprise: Acme Plastics
        sit: dongguan
        id: gw-01
        timezone: Asia/Shangai
      jornal:
        directory: data
      journal:
        commit-every: 250
        max-size: 2GB
        max-age: 30 days
        when-full: drop-newest
      uplinks:
        hq:
          url: mqtt://127.0.0.1
          fromat: json
          backlog: { share: 0.5, rate: 20000 }
        h q:
          url: http://example.com
      devices:
        press1:
          adapter: opcau
          plaec: molding/l3/press1
          points: { oil-temp: { node: "ns=2;s=Oil" } }
        press2:
          adapter: opcua
          place: Molding/L3
          endpoint: opc.tcp://192.0.2.10:4840
          securty: best
          user: { name: gemba, password: hunter2 }
          points:
            oil-temp: { nod: "ns=2;s=Oil", writable: yes, queue: many }
        andon3:
          adapter: gpio
          place: molding/l3/andon
          points:
            green: { line: 17, pull: donw }
            green: { line: 18 }
            _red: { line: 4000 }
      lines:
        Molding L3:
          state: { from: stacklight, green: andon3/green }
          good: andon3/gren
        molding/l3:
          state: { from: packml, state: press1/oil-temp, profil: isa-tr88 }
          good: andn3/green
          ideal-cycle: 16sec
          shifts: [{ days: mon-sot, from: "8:00", to: 2000, brakes: [], target: -1 }]
      """;

  @Test
  void reportsEachWithItsLineAndASuggestionInOneRun() throws Exception {
    assertThat(new ConfigFolder(folder).problems(BAD)).containsExactlyElementsOf(List.of("1:1: x"));
  }

  @Test
  void printsFileLineColumnWhatAndInstead() throws Exception {
    ConfigFolder there = new ConfigFolder(folder);
    ConfigProblemsException e =
        catchThrowableOfType(ConfigProblemsException.class, () -> there.load(BAD));
    assertThat(e.getMessage().lines().toList()).hasSize(e.problems().size());
    assertThat(e.getMessage().lines())
        .allMatch(line -> line.matches(".*/gemba\\.yaml:\\d+:\\d+: .+ — .+"));
  }
}
