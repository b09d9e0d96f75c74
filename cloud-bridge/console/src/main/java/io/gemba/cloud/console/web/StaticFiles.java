package io.gemba.cloud.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The page's own files, read and compressed once; nothing else can be asked for. Safe for any
 * thread.
 */
final class StaticFiles {
  private static final String FOLDER = "/io/gemba/cloud/console/page/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "svg", "image/svg+xml",
          "txt", "text/plain; charset=utf-8",
          "webmanifest", "application/manifest+json");

  private final Map<String, StaticFile> files = new HashMap<>();

  /** One file, as it is and compressed. */
  static final class StaticFile {
    private final byte[] plain;
    private final byte[] gzip;
    private final String etag;
    private final String type;

    private StaticFile(byte[] plain, byte[] gzip, String etag, String type) {
      this.plain = plain;
      this.gzip = gzip;
      this.etag = etag;
      this.type = type;
    }

    byte[] plain() {
      return plain;
    }

    byte[] gzip() {
      return gzip;
    }

    String etag() {
      return etag;
    }

    String type() {
      return type;
    }
  }

  /** Reads the files named in the page's own {@code files.txt}. */
  StaticFiles() throws IOException {
    String names = new String(read("files.txt"), StandardCharsets.UTF_8);
    for (String name : names.lines().filter(l -> !l.isBlank()).toList()) {
      files.put("/" + name, file(name));
    }
    bundle();
    files.put("/sw.js", worker());
  }

  /** Twenty small scripts as one: see {@link Bundle}. */
  private void bundle() throws IOException {
    Map<String, String> scripts = new HashMap<>();
    for (String path : paths()) {
      if (path.endsWith(".js") && !path.startsWith("/vendor/")) {
        scripts.put(path.substring(1), text(path.substring(1)));
      }
    }
    Bundle bundle = new Bundle(scripts);
    put(Bundle.NAME, bundle.text());
    for (Map.Entry<String, String> stub : bundle.stubs().entrySet()) {
      put(stub.getKey(), stub.getValue());
    }
    files.remove("/" + Bundle.START);
    StaticFile index = put("index.html", bundle.index(text("index.html")));
    files.put("/", index);
  }

  private StaticFile put(String name, String text) throws IOException {
    StaticFile file = made(name, text.getBytes(StandardCharsets.UTF_8));
    files.put("/" + name, file);
    return file;
  }

  private static String text(String name) throws IOException {
    return new String(read(name), StandardCharsets.UTF_8);
  }

  /**
   * The service worker knows all files and changes when one of them does: a browser keeps them all
   * of one version.
   */
  private StaticFile worker() throws IOException {
    List<String> kept =
        paths().stream()
            .filter(
                p ->
                    p.length() > 1
                        && !p.equals("/sw.js")
                        && !p.equals("/index.html")
                        && !p.endsWith(".txt"))
            .toList();
    String tags =
        files.values().stream().map(StaticFile::etag).sorted().collect(Collectors.joining());
    String version = etag(tags.getBytes(StandardCharsets.UTF_8)).replace("\"", "");
    String names = "./ " + String.join(" ", kept.stream().map(p -> p.substring(1)).toList());
    return made(
        "sw.js",
        text("sw.js")
            .replace("@VERSION@", version)
            .replace("@FILES@", names)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The paths that can be asked for. */
  List<String> paths() {
    return files.keySet().stream().sorted().toList();
  }

  Optional<StaticFile> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static StaticFile file(String name) throws IOException {
    return made(name, read(name));
  }

  private static StaticFile made(String name, byte[] bytes) throws IOException {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    String type = TYPES.getOrDefault(extension, "application/octet-stream");
    return new StaticFile(bytes, gzip(bytes), etag(bytes), type);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("the page is not in this build: " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(9);
          }
        }) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
