package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
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
    assertThat(new ConfigFolder(folder).problems(BAD))
        .containsExactly(
            "2:15: 'Acme Plastics' may hold only a-z, 0-9 and '-', at most 64 characters — write acme-plastics",
            "3:3: unknown key 'sit' — did you mean 'site'?",
            "5:13: 'Asia/Shangai' is no time zone of the IANA list — did you mean 'Asia/Shanghai'?",
            "6:1: unknown key 'jornal' — did you mean 'journal'?",
            "9:17: 'commit-every' must be a duration, not '250' — add the unit: 250ms or 250s",
            "10:13: 'max-size' must be a size, not '2GB' — write 2GiB",
            "11:12: 'max-age' must be a duration, not '30 days' — write 30d",
            "12:14: 'when-full' cannot be 'drop-newest' — did you mean 'drop-oldest'?",
            "16:5: unknown key 'fromat' — did you mean 'format'?",
            "17:23: 'share' must be a percentage, not '0.5' — write 50%",
            "17:34: 'rate' must be a rate, not '20000' — write 20000/s",
            "18:3: the name 'h q' may not hold / + # or spaces, begin with _, or have more than 100 characters — write h-q",
            "19:10: 'url': must begin with mqtt:// or mqtts:// — correct it; gemba check --reference tells what it takes",
            "22:14: 'adapter' cannot be 'opcau' — did you mean 'opcua'?",
            "23:5: unknown key 'plaec' — did you mean 'place'?",
            "27:12: 'Molding/L3' must be area/line/cell in a-z, 0-9 and '-' — write area/line/cell, such as molding/l3/press1",
            "29:5: unknown key 'securty' — did you mean 'security'?",
            "30:26: unknown key 'password' — did you mean 'password-file'?",
            "32:19: unknown key 'nod' — did you mean 'node'?",
            "32:48: 'writable' must be true or false, not 'yes' — write true",
            "32:60: 'queue' must be a whole number, not 'many' — write digits, such as 10",
            "37:32: 'pull' cannot be 'donw' — did you mean 'down'?",
            "38:7: 'green' is written twice — keep one; the other is on line 37",
            "39:7: the name '_red' may not hold / + # or spaces, begin with _, or have more than 100 characters — write red",
            "39:21: 'line' is out of range: '4000' — write 0 to 1023",
            "41:3: 'Molding L3' must be area/line in a-z, 0-9 and '-' — write area/line, such as molding/l3",
            "42:20: 'from' cannot be 'stacklight' — did you mean 'stack-light'?",
            "43:11: the device 'andon3' has no point 'gren' — did you mean 'green'?",
            "45:52: unknown key 'profil' — did you mean 'profile'?",
            "46:11: there is no device 'andn3' — did you mean 'andon3/green'?",
            "47:18: 'ideal-cycle' must be a duration, not '16sec' — write 16s",
            "48:22: 'sot' is no day in 'mon-sot' — did you mean 'sat'?",
            "48:37: '8:00' is no time of day — write \"08:00\"",
            "48:49: '2000' is no time of day — write \"20:00\"",
            "48:55: unknown key 'brakes' — did you mean 'breaks'?",
            "48:75: 'target' is out of range: '-1' — write 0 to 1000000000000");
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
