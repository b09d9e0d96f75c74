package io.gemba.agent.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Compiles a stranger's adapter from source and packs it, as an integrator's build would. */
final class AdapterJar {
  private AdapterJar() {}

  /** A jar in {@code folder} whose factory has this class name and source. */
  static void build(Path folder, String className, String source) throws IOException {
    Path work = Files.createTempDirectory("adapter-source");
    Path file = work.resolve(className + ".java");
    Files.writeString(file, source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-d",
                work.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
    if (code != 0) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    Files.createDirectories(folder);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("a.jar")))) {
      for (Path compiled : listClasses(work)) {
        jar.putNextEntry(new JarEntry(compiled.getFileName().toString()));
        jar.write(Files.readAllBytes(compiled));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/io.gemba.hal.spi.AdapterFactory"));
      jar.write(className.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<Path> listClasses(Path work) throws IOException {
    try (var files = Files.list(work)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }
}
