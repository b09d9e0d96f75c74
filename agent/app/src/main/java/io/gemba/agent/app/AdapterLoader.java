package io.gemba.agent.app;

import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.hal.spi.AdapterFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Loads adapters from {@code adapters/<name>/*.jar}, each folder with a class loader of its own,
 * ours included.
 */
final class AdapterLoader {
  private AdapterLoader() {}

  /**
   * Looks into every folder; a broken one is reported and never stops the others.
   *
   * @throws IOException when the folder itself cannot be listed
   */
  static List<InstalledAdapter> load(Path adapters) throws IOException {
    if (!Files.isDirectory(adapters)) {
      return List.of();
    }
    ClassLoader shared = new SharedLoader(AdapterLoader.class.getClassLoader());
    List<InstalledAdapter> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(adapters)) {
      folders
          .filter(Files::isDirectory)
          .sorted()
          .forEach(folder -> found.addAll(fromFolder(folder, shared)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return withoutDoubles(found);
  }

  /** The usable ones by name. */
  static Map<String, AdapterFactory> usable(List<InstalledAdapter> installed) {
    Map<String, AdapterFactory> byName = new LinkedHashMap<>();
    for (InstalledAdapter adapter : installed) {
      if (adapter.factory() != null) {
        byName.put(adapter.name(), adapter.factory());
      }
    }
    return byName;
  }

  /** What a configuration may name: the usable ones, and the one that comes with the core. */
  static Map<String, AdapterFactory> known(List<InstalledAdapter> installed) {
    Map<String, AdapterFactory> byName = usable(installed);
    byName.put(DerivedFactory.NAME, new DerivedFactory());
    return byName;
  }

  @SuppressWarnings(
      "CatchingUnchecked") // whatever a stranger's jar throws is a problem of that jar alone
  private static List<InstalledAdapter> fromFolder(Path folder, ClassLoader shared) {
    String folderName = folder.getFileName().toString();
    URL[] jars;
    try {
      jars = jarsIn(folder);
    } catch (IOException e) {
      return List.of(broken(folder, folderName, "its folder cannot be read: " + e.getMessage()));
    }
    if (jars.length == 0) {
      return List.of(broken(folder, folderName, "there is no .jar in " + folder));
    }
    // Lives as long as the agent: closing it would pull the classes from under running adapters.
    @SuppressWarnings("resource")
    URLClassLoader loader = new URLClassLoader("adapter-" + folderName, jars, shared);
    List<InstalledAdapter> found = new ArrayList<>();
    try {
      for (AdapterFactory factory : ServiceLoader.load(AdapterFactory.class, loader)) {
        found.add(checked(folder, factory));
      }
    } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
      found.add(broken(folder, folderName, "it cannot be loaded: " + rootMessage(e)));
    }
    if (found.isEmpty()) {
      found.add(
          broken(
              folder,
              folderName,
              "no jar in "
                  + folder
                  + " names an "
                  + AdapterFactory.class.getName()
                  + " under META-INF/services"));
    }
    return found;
  }

  private static InstalledAdapter checked(Path folder, AdapterFactory factory) {
    String version = factory.getClass().getPackage().getImplementationVersion();
    String shown = version == null ? "unknown" : version;
    if (factory.spiVersion() != AdapterFactory.SPI_VERSION) {
      return new InstalledAdapter(
          folder,
          factory.name(),
          shown,
          null,
          "it was made for version "
              + factory.spiVersion()
              + " of the adapter SPI, this agent has version "
              + AdapterFactory.SPI_VERSION
              + ": ask its maker for a matching one");
    }
    return new InstalledAdapter(folder, factory.name(), shown, factory, null);
  }

  private static List<InstalledAdapter> withoutDoubles(List<InstalledAdapter> found) {
    Map<String, InstalledAdapter> first = new LinkedHashMap<>();
    List<InstalledAdapter> result = new ArrayList<>();
    for (InstalledAdapter adapter : found) {
      InstalledAdapter before =
          adapter.factory() == null ? null : first.putIfAbsent(adapter.name(), adapter);
      result.add(
          before == null
              ? adapter
              : broken(
                  adapter.folder(),
                  adapter.name(),
                  "another adapter of this name was found first in " + before.folder()));
    }
    return result;
  }

  private static InstalledAdapter broken(Path folder, String name, String problem) {
    return new InstalledAdapter(folder, name, "unknown", null, problem);
  }

  private static URL[] jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .map(AdapterLoader::url)
          .toArray(URL[]::new);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
