package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.opcua.PointNamer.Named;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PointNamerTest {
  private final Set<String> collided = new TreeSet<>();

  @Test
  void makesReadableNamesThatAConfigurationWouldTake() {
    assertThat(PointNamer.base("", List.of("Press 1", "Oil temp"))).isEqualTo("Press-1.Oil-temp");
    assertThat(PointNamer.base("p1.", List.of("\"DB1\"", "\"Öl+#/\""))).isEqualTo("p1.DB1.Öl");
    assertThat(PointNamer.base("", List.of("_hidden"))).isEqualTo("hidden");
    assertThat(PointNamer.base("", List.of("///"))).isEqualTo("point");
    assertThat(PointNamer.base("", List.of("x".repeat(200)))).hasSize(90);
  }

  @Test
  void marksAllThatWouldBeCalledTheSameWhateverTheOrder() {
    List<Named> nodes =
        List.of(new Named("ns=1;s=a", "Temp"), new Named("ns=1;s=b", "Temp"), new Named("c", "X"));
    List<String> names = PointNamer.names(nodes, Set.of(), collided);
    assertThat(names.subList(0, 2)).doesNotHaveDuplicates().allMatch(n -> n.startsWith("Temp~"));
    assertThat(names.get(2)).isEqualTo("X");
    assertThat(collided).containsExactly("Temp");
    assertThat(PointNamer.names(nodes.reversed(), Set.of(), collided))
        .containsExactlyElementsOf(names.reversed());
  }

  @Test
  void neverTakesTheNameOfAConfiguredPoint() {
    assertThat(PointNamer.names(List.of(new Named("n", "speed")), Set.of("speed"), collided))
        .singleElement()
        .asString()
        .matches("speed~[0-9a-f]{8}");
  }
}
