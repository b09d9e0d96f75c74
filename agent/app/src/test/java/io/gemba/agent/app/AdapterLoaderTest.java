package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterLoaderTest {
  @TempDir Path adapters;

  private static String source(String className, String name, String spiVersion, String inCreate) {
    return """
        import io.gemba.hal.spi.*;
        import java.util.List;
        public class %s implements AdapterFactory {
          public String name() { return "%s"; }
          public int spiVersion() { return %s; }
          public List<ConfigKey> deviceKeys() { return List.of(); }
          public List<ConfigKey> pointKeys() { return List.of(); }
          public Adapter create(DeviceConfig config) throws ConfigException { %s }
        }
        """
        .formatted(className, name, spiVersion, inCreate);
  }

  private void install(String folder, String className, String name, String spiVersion)
      throws IOException {
    AdapterJar.build(
        adapters.resolve(folder),
        className,
        source(
            className,
            name,
            spiVersion,
            "return context -> { throw new java.io.IOException(\"gone\"); };"));
  }

  @Test
  void eachFolderHasAClassLoaderOfItsOwn() throws IOException {
    install("one", "Same", "one", "SPI_VERSION");
    install("two", "Same", "two", "SPI_VERSION");
    Map<String, AdapterFactory> usable = AdapterLoader.usable(AdapterLoader.load(adapters));
    assertThat(usable).containsOnlyKeys("one", "two");
    assertThat(usable.get("one").getClass()).isNotSameAs(usable.get("two").getClass());
  }

  @Test
  void anAdapterSeesTheSpiAndSlf4jAndNothingElseOfTheHost() throws Exception {
    AdapterJar.build(
        adapters.resolve("nosy"),
        "Nosy",
        source(
            "Nosy",
            "nosy",
            "SPI_VERSION",
            """
            try { Class.forName("org.slf4j.Logger"); } catch (ClassNotFoundException e) { throw new ConfigException("slf4j", "missing"); }
            for (String hidden : new String[] {"org.sqlite.JDBC", "picocli.CommandLine", "io.gemba.agent.app.Agent", "org.eclipse.paho.mqttv5.client.MqttAsyncClient"}) {
              try { Class.forName(hidden); throw new ConfigException(hidden, "visible"); } catch (ClassNotFoundException e) { }
            }
            return context -> { throw new java.io.IOException("gone"); };
            """));
    AdapterFactory factory = AdapterLoader.usable(AdapterLoader.load(adapters)).get("nosy");
    assertThat(factory.create(new DeviceConfig("d", new Settings(Map.of()), List.of())))
        .isNotNull();
  }

  @Test
  void anAdapterForAnotherSpiVersionIsRefusedInWords() throws IOException {
    install("old", "Old", "old", "99");
    List<InstalledAdapter> found = AdapterLoader.load(adapters);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().problem()).contains("version 99").contains("version 1");
    assertThat(AdapterLoader.usable(found)).isEmpty();
  }

  @Test
  void brokenFoldersAreReportedAndDoNotStopTheOthers() throws IOException {
    install("good", "Good", "good", "SPI_VERSION");
    Files.createDirectories(adapters.resolve("empty"));
    Files.createDirectories(adapters.resolve("rubbish"));
    Files.writeString(adapters.resolve("rubbish/a.jar"), "this is no jar");
    List<InstalledAdapter> found = AdapterLoader.load(adapters);
    assertThat(AdapterLoader.usable(found)).containsOnlyKeys("good");
    assertThat(found).filteredOn(a -> a.problem() != null).hasSize(2);
  }

  @Test
  void aFactoryThatThrowsInItsConstructorIsReported() throws IOException {
    AdapterJar.build(
        adapters.resolve("bomb"),
        "Bomb",
        source("Bomb", "bomb", "SPI_VERSION", "return null;")
            .replace(
                "public String name()",
                "{ if (true) throw new IllegalStateException(\"boom\"); } public String name()"));
    assertThat(AdapterLoader.load(adapters).getFirst().problem()).contains("boom");
  }

  @Test
  void theSecondAdapterOfAnameIsRefusedAndToldWhereTheFirstIs() throws IOException {
    install("a", "A", "twin", "SPI_VERSION");
    install("b", "B", "twin", "SPI_VERSION");
    List<InstalledAdapter> found = AdapterLoader.load(adapters);
    assertThat(found.get(0).problem()).isNull();
    assertThat(found.get(1).problem()).contains(adapters.resolve("a").toString());
  }

  @Test
  void noFolderAtAllMeansNoAdapters() throws IOException {
    assertThat(AdapterLoader.load(adapters.resolve("missing"))).isEmpty();
  }
}
