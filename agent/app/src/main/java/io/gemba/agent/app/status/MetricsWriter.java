package io.gemba.agent.app.status;

import java.util.HashSet;
import java.util.Set;

/**
 * Writes the Prometheus text format 0.0.4: each family's HELP and TYPE once, its samples together.
 * Used by one thread.
 */
final class MetricsWriter {
  private final StringBuilder out = new StringBuilder();
  private final Set<String> seen = new HashSet<>();

  /** Begins a family; {@code type} is counter or gauge. */
  MetricsWriter family(String name, String type, String help) {
    if (!seen.add(name)) {
      throw new IllegalStateException("the family " + name + " stands here twice");
    }
    out.append("# HELP ").append(name).append(' ').append(escape(help, false)).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /** One sample; {@code labels} are names and values in turn. */
  MetricsWriter sample(String name, double value, String... labels) {
    return write(name, number(value), labels);
  }

  /** The same with a whole number. */
  MetricsWriter sample(String name, long value, String... labels) {
    return write(name, Long.toString(value), labels);
  }

  private MetricsWriter write(String name, String value, String... labels) {
    out.append(name);
    if (labels.length > 0) {
      out.append('{');
      for (int i = 0; i < labels.length; i += 2) {
        out.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
        out.append(escape(labels[i + 1], true)).append('"');
      }
      out.append('}');
    }
    out.append(' ').append(value).append('\n');
    return this;
  }

  /** A family of one sample. */
  void gauge(String name, String help, double value) {
    family(name, "gauge", help).sample(name, value);
  }

  /** A family of one sample. */
  void gauge(String name, String help, long value) {
    family(name, "gauge", help).sample(name, value);
  }

  /** A family of one sample. */
  void counter(String name, String help, long value) {
    family(name, "counter", help).sample(name, value);
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 0x1p53
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escape(String text, boolean quoted) {
    String safe = text.replace("\\", "\\\\").replace("\n", "\\n");
    return quoted ? safe.replace("\"", "\\\"") : safe;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
