package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.DeviceConfig.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointsFileTest {
  @TempDir Path folder;

  private static final String YAML =
      """
      gateway: { enterprise: a, site: b, id: c }
      devices:
        press:
          adapter: opcua
          place: a/b/c
          endpoint: opc.tcp://192.0.2.10
          points: { main: { node: "ns=2;s=Main" } }
          points-file: points/press.csv
      lines:
        a/b: { state: { from: machinery, state: press/speed } }
      """;

  @Test
  void readsWhatASpreadsheetWrites() throws Exception {
    List<Point> points =
        points(
            "\uFEFFname;node;writable;unit;#remark;name.zh-Hant\r\n"
                + "speed;\"ns=2;s=Speed\";TRUE;RPM;\"fast, or not\";速度\r\n"
                + ";;;;;\r\n"
                + "oil;\"ns=2;s=\"\"Oil\"\"\";FALSE;;\"two\nlines\";\r\n");
    assertThat(points).extracting(Point::name).containsExactly("main", "speed", "oil");
    assertThat(points.get(1).settings().text("node")).isEqualTo("ns=2;s=Speed");
    assertThat(points.get(1).writable()).isTrue();
    assertThat(points.get(1).unit()).isEqualTo("RPM");
    assertThat(points.get(1).settings().integer("queue")).isEqualTo(10);
    assertThat(points.get(2).settings().text("node")).isEqualTo("ns=2;s=\"Oil\"");
  }

  @Test
  void readsCommasAndAnAnnouncedSeparator() throws Exception {
    assertThat(points("name,node\nspeed,\"ns=2;s=Speed\"\n")).hasSize(2);
    assertThat(points("sep=;\nname;node\nspeed;ns=2\n")).hasSize(2);
  }

  @Test
  void reportsRowsByFileAndLine() throws Exception {
    assertThat(
            problems(
                "name,node,queue,deadband\nspeed,ns=2,many,\"0,2\"\nspeed,ns=3\nmain,ns=4\n,ns=5\n"
                    + "a b,ns=6\nlong,ns=7,1,1,1\nx,,1\n"))
        .containsExactly(
            "points/press.csv:2:12: 'queue' must be a whole number, not 'many' — write digits, such"
                + " as 10",
            "points/press.csv:2:17: 'deadband' must be a number, not '0,2' — write 0.2",
            "points/press.csv:3:1: the point 'speed' is there twice — rename one; the other is on"
                + " line 2",
            "points/press.csv:4:1: the point 'main' is in gemba.yaml too — keep one of them",
            "points/press.csv:5:1: a point without a name — fill in the column 'name'",
            "points/press.csv:6:1: the name 'a b' may not hold / + # or spaces, begin with _, or"
                + " have more than 100 characters — write a-b",
            "points/press.csv:7:15: this row has more cells than the header — put a text that holds"
                + " the separator in \"quotes\"",
            "points/press.csv:8:1: the key 'node' is missing in 'x' — add 'node:' (The node)");
  }

  @Test
  void reportsColumnsOnce() throws Exception {
    assertThat(problems("nam,nod,node,node\na,b,c,d\ne,f,g,h\n"))
        .containsExactly(
            "points/press.csv:1:1: unknown column 'nam' — did you mean 'name'? (a column '#…' is"
                + " ignored)",
            "points/press.csv:1:1: the column 'name' is missing — add it to the header",
            "points/press.csv:1:5: unknown column 'nod' — did you mean 'node'? (a column '#…' is"
                + " ignored)",
            "points/press.csv:1:14: the column 'node' is there twice — keep one");
    assertThat(problems("name,unit\nspeed,RPM\n"))
        .containsExactly(
            "points/press.csv:1:1: the column 'node' is missing — add it to the header");
    assertThat(problems("name,node\nspeed,\"ns=2\n"))
        .contains("points/press.csv:2:7: this quote is never closed — add the closing \"");
  }

  @Test
  void reportsAMissingFileWhereItIsNamed() throws Exception {
    assertThat(new ConfigFolder(folder).problems(YAML))
        .containsExactly("8:18: there is no file points/press.csv — check the name and the folder");
  }

  @Test
  void anAdaptersComplaintAboutAPointLeadsToItsRow() throws Exception {
    assertThat(problems("name,node\nspeed,Speed\n"))
        .containsExactly(
            "points/press.csv:2:7: 'points.speed.node': is no node id — write it like ns=2;s=Name");
  }

  private List<Point> points(String csv) throws Exception {
    write(csv);
    return new ConfigFolder(folder).load(YAML).devices().getFirst().config().points();
  }

  private List<String> problems(String csv) throws Exception {
    write(csv);
    return new ConfigFolder(folder).problems(YAML);
  }

  private void write(String csv) throws Exception {
    Files.createDirectories(folder.resolve("points"));
    Files.writeString(folder.resolve("points/press.csv"), csv);
  }
}
