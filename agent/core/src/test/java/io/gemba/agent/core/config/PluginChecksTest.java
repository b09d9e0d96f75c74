package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginChecksTest {
  @TempDir Path folder;

  @Test
  void anAdaptersComplaintLeadsToItsKeyEvenWhenAPointHasDotsInItsName() throws Exception {
    assertThat(
            problems(
                """
                  press:
                    adapter: opcua
                    place: a/b/c
                    endpoint: opc.tcp://192.0.2.10
                    points:
                      oil.temp: { unit: CEL, node: Oil }
                """))
        .singleElement()
        .asString()
        .startsWith("8:36: 'points.oil.temp.node': is no node id");
  }

  @Test
  void aBugInAnAdapterIsAProblemOfItsDeviceAlone() throws Exception {
    assertThat(
            problems(
                """
                  a: { adapter: broken, place: a/b/c }
                  b: { adapter: opcua, place: a/b/d, endpoint: "http://192.0.2.10" }
                """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("3:3: the adapter 'broken' failed on this device"),
            p -> assertThat(p).startsWith("4:48: 'endpoint': must begin with opc.tcp://"));
  }

  @Test
  void aLineMayNameAPointThatTheAdapterWillFind() throws Exception {
    String device =
        """
          press: { adapter: opcua, place: a/b/c, endpoint: "opc.tcp://192.0.2.10"%s }
        lines:
          a/b:
            state: { from: packml, state: press/Zone.State, profile: isa-tr88 }
        """;
    assertThat(problems(device.formatted(", select: [{ match: '**' }]"))).isEmpty();
    assertThat(problems(device.formatted("")))
        .singleElement()
        .asString()
        .contains("has no point 'Zone.State'");
  }

  @Test
  void theReferenceListsEveryKeyWithItsDefault() {
    String reference =
        ConfigReference.markdown(TestPlugins.adapters(), new TestPlugins.TestUplinks());
    assertThat(reference)
        .contains("## `devices.NAME` with `adapter: opcua`")
        .contains("| `endpoint` | text | **required** | Where the server is |")
        .contains("| `points.NAME.queue` | whole number, 1 to 1000 | `10` | Queue |")
        .contains("| `commit-every` | duration, 10ms to 1min | `250ms` |")
        .contains("| `backlog.rate` | rate, 1/s to 10000000/s | `20000/s` |")
        .contains("## `lines.NAME.state` with `from: packml`")
        .contains("| `shifts[].target` |");
  }

  private java.util.List<String> problems(String devices) throws Exception {
    return new ConfigFolder(folder)
        .problems("gateway: { enterprise: a, site: b, id: c }\ndevices:\n" + devices);
  }
}
