package io.gemba.cloud.console.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The modules the page starts with, in one file: on a link with long round trips twenty small files
 * cost seconds. Each keeps a scope of its own; modules that are fetched later import them under
 * their own names and get the same ones. Understands the imports and exports this page uses, which
 * is not all there are; a test holds the page to them. Made once, for one thread.
 */
final class Bundle {
  static final String NAME = "board.js";
  static final String START = "app.js";

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (\\w+|\\{[^}]*\\}) from '\\./([^']+)';\\n");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (?=(?:async )?(?:function|const|class) (\\w+))");
  private static final Pattern LIST = Pattern.compile("(?m)^export \\{([^}]*)\\};\\n");

  private final Map<String, String> sources;
  private final Map<String, List<String>> exports = new LinkedHashMap<>();
  private final StringBuilder vendors = new StringBuilder();
  private final StringBuilder text = new StringBuilder();

  /** From the page's scripts by name, beginning with {@link #START}. */
  Bundle(Map<String, String> sources) {
    this.sources = sources;
    add(START);
  }

  /** The one file. */
  String text() {
    return vendors + "const M = globalThis.gemba = {};\n" + text;
  }

  /** The modules in it, as they are to be served: what imports them gets the one that runs. */
  Map<String, String> stubs() {
    Map<String, String> stubs = new LinkedHashMap<>();
    exports.forEach(
        (name, names) ->
            stubs.put(
                name,
                "export const { %s } = globalThis.gemba['%s'];\n"
                    .formatted(String.join(", ", names), name)));
    return stubs;
  }

  /** The page's first file, asking for one module instead of many. */
  String index(String html) {
    String shorter = html;
    for (String name : exports.keySet()) {
      shorter = shorter.replace("<link rel=\"modulepreload\" href=\"" + name + "\">\n", "");
    }
    return shorter.replace("src=\"" + START + "\"", "src=\"" + NAME + "\"");
  }

  private void add(String name) {
    if (exports.containsKey(name)) {
      return;
    }
    exports.put(name, new ArrayList<>());
    String source = sources.get(name);
    if (source == null) {
      throw new IllegalStateException("the page is not in this build: " + name + " is missing");
    }
    Matcher imported = IMPORT.matcher(source);
    StringBuilder body = new StringBuilder();
    while (imported.find()) {
      imported.appendReplacement(
          body, Matcher.quoteReplacement(take(imported.group(1), imported.group(2))));
    }
    imported.appendTail(body);
    wrap(name, body.toString());
  }

  private String take(String names, String from) {
    if (!sources.containsKey(from)) {
      vendors.append("import %s from './%s';\n".formatted(names, from));
      return "";
    }
    add(from);
    return "const %s = M['%s'];\n".formatted(names.replace(" as ", ": "), from);
  }

  private void wrap(String name, String body) {
    List<String> names = exports.getOrDefault(name, List.of());
    Matcher one = EXPORT.matcher(body);
    while (one.find()) {
      names.add(one.group(1));
    }
    Matcher list = LIST.matcher(body);
    while (list.find()) {
      names.addAll(List.of(list.group(1).strip().split(",\\s*")));
    }
    String plain = LIST.matcher(EXPORT.matcher(body).replaceAll("")).replaceAll("");
    if (name.equals(START)) { // it waits, which a function would not
      text.append("{\n").append(plain).append("}\n");
      return;
    }
    text.append("M['%s'] = (() => {\n".formatted(name))
        .append(plain)
        .append("return { %s };\n})();\n".formatted(String.join(", ", names)));
  }
}
