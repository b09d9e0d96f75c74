package io.gemba.cloud.console.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
  @ParameterizedTest
  @CsvSource({
    "acme/dongguan, acme, dongguan, true",
    "acme/dongguan, acme, dongguan2, false",
    "acme/*, acme, dongguan, true",
    "acme/*, acme2, dongguan, false",
    "*/*, anything, at-all, true",
    "acme/dong*, acme, dongguan, true",
    "acme/*-test, acme, suzhou-test, true",
    "acme/*-test, acme, suzhou, false",
    "ac*e/d*g*n, acme, dongguan, true",
    "acme/a*a, acme, a, false",
    "acme/d.ngguan, acme, dongguan, false",
  })
  void coversByPattern(String pattern, String enterprise, String site, boolean covered) {
    assertThat(new Sites(List.of(pattern)).covers(enterprise, site)).isEqualTo(covered);
  }

  @Test
  void coversNothingWithoutAPatternAndRefusesWhatIsNone() {
    assertThat(Sites.of("").covers("acme", "dongguan")).isFalse();
    assertThat(Sites.of("acme/a, acme/b").patterns()).containsExactly("acme/a", "acme/b");
    assertThat(Sites.of("*/*").all()).isTrue();
    assertThat(Sites.of("acme/*").all()).isFalse();
    for (String wrong : List.of("acme", "acme/", "/x", "a/b/c", "a b/c")) {
      assertThatThrownBy(() -> new Sites(List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ENTERPRISE/SITE");
    }
  }
}
