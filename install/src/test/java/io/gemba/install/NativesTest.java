package io.gemba.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
        "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
        "org/sqlite/native/Linux/arm/libsqlitejdbc.so",
        "org/sqlite/native/Linux/armv7/libsqlitejdbc.so",
        "lib/armhf/pi4j-gpiod/libpi4j-gpiod.so",
      })
  void keepsWhatAGatewayLoads(String entry) {
    assertThat(Natives.isForeign(entry)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/sqlite/native/Linux/x86/libsqlitejdbc.so",
        "org/sqlite/native/Linux/ppc64/libsqlitejdbc.so",
        "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so",
        "org/sqlite/native/Linux-Android/aarch64/libsqlitejdbc.so",
        "org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib",
        "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll",
        "com/sun/jna/linux-x86/libjnidispatch.so",
        "com/sun/jna/freebsd-x86-64/libjnidispatch.so",
        "librocksdbjni-linux64.so",
      })
  void leavesOtherSystemsLibrariesBehind(String entry) {
    assertThat(Natives.isForeign(entry)).isTrue();
  }

  /** Once taken for 32 bits, and the demo's broker did not start. */
  @ParameterizedTest
  @ValueSource(strings = "com/sun/jna/linux-x86-64/libjnidispatch.so")
  void keepsAmd64LibrariesWrittenWithADash(String entry) {
    assertThat(Natives.isForeign(entry)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/sqlite/native/Mac/README", "io/windows/Frame.class"})
  void neverDropsWhatIsNoLibrary(String entry) {
    assertThat(Natives.isForeign(entry)).isFalse();
  }
}
