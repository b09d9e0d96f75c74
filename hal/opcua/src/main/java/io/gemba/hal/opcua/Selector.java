package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * One entry of {@code select}: which nodes are points, and how they are read.
 *
 * @param under where to look: a node, or a path where that is the null node id
 * @param match which browse paths below it
 * @param prefix what the points' names begin with
 * @param limit how many points at most
 * @param settings how they are read
 */
record Selector(
    PointSettings under,
    Glob match,
    String prefix,
    int limit,
    Settings settings,
    Duration publishing) {
  private static final Pattern LEGAL =
      Pattern.compile("([\\p{L}\\p{N}][^/+#\\s\\p{Cntrl}]{0,40})?");

  static Selector of(Settings settings, Duration publishing, String where) throws ConfigException {
    String under = settings.text("under").strip();
    String prefix = settings.optionalText("prefix").orElse("");
    if (!LEGAL.matcher(prefix).matches()) {
      throw new ConfigException(
          where + "prefix", "may not hold / + # or spaces, and begins with a letter or a digit");
    }
    boolean byPath = under.startsWith("/");
    ExpandedNodeId node = byPath ? ExpandedNodeId.NULL_VALUE : node(under, where);
    PointSettings plain = PointSettings.selected("", "i=85", settings, publishing, where);
    PointSettings start =
        new PointSettings(
            "",
            false,
            under,
            node,
            publishing,
            publishing,
            1,
            0,
            false,
            new PointSettings.Finer(
                byPath ? path(under, where) : null,
                Trigger.VALUE,
                true,
                plain.finer().silentAfter(),
                false));
    return new Selector(
        start,
        Glob.of(settings.text("match")),
        prefix,
        (int) settings.integer("limit"),
        settings,
        publishing);
  }

  /** A node that was found, as a point. */
  PointSettings point(String name, String node) {
    try {
      return PointSettings.selected(name, node, settings, publishing, "select.");
    } catch (ConfigException e) {
      // the settings were sound when they were read, and the node comes from the server
      throw new IllegalStateException(e);
    }
  }

  private static ExpandedNodeId node(String text, String where) throws ConfigException {
    try {
      return PointSettings.node("", text);
    } catch (ConfigException e) {
      throw new ConfigException(where + "under", String.valueOf(e.getMessage()));
    }
  }

  private static NodePath path(String text, String where) throws ConfigException {
    try {
      return NodePath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where + "under", "'" + text + "' " + e.getMessage());
    }
  }
}
