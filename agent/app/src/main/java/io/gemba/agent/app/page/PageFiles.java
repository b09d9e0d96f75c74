package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page itself: a handful of files out of the jar, held in memory. Immutable. */
final class PageFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, byte[]> files = new HashMap<>();

  PageFiles() {
    for (String name :
        new String[] {"index.html", "page.css", "page.js", "lines.js", "view.js", "icon.svg"}) {
      files.put("/" + name, read(name));
    }
    for (String language : Languages.ALL) {
      files.put(language, read("lang/" + language + ".json"));
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a file; false when there is none of this name. */
  boolean send(HttpExchange exchange, String path) throws IOException {
    String name = path.equals("/") ? "/index.html" : path;
    byte[] file = name.startsWith("/") ? files.get(name) : null;
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (file == null || type == null) {
      return false;
    }
    Replies.send(exchange, 200, type, file);
    return true;
  }

  /** The words in the reader's language; which one it is stands in them. */
  void sendWords(HttpExchange exchange, @Nullable String chosen) throws IOException {
    String language =
        Languages.negotiate(chosen, exchange.getRequestHeaders().getFirst("Accept-Language"));
    exchange.getResponseHeaders().set("Content-Language", language);
    byte[] words = files.get(language);
    Replies.send(exchange, 200, Replies.JSON, words == null ? new byte[0] : words);
  }
}
