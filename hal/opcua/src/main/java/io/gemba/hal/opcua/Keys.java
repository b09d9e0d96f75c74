package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import java.util.ArrayList;
import java.util.List;

/** What may be written for an OPC UA device and its points. */
final class Keys {
  private static final double DAY = 86_400_000;

  /** How a session is made. */
  private static final List<ConfigKey> SESSION =
      List.of(
          ConfigKey.of(
              "endpoint",
              Kind.TEXT,
              "Where the server listens, as this gateway reaches it: opc.tcp://HOST:PORT."),
          ConfigKey.of(
              "endpoints",
              Kind.TEXTS,
              "Instead of 'endpoint': servers that show the same, the preferred one first. One is"
                  + " read; the others when it is lost or says that it is not well."),
          ConfigKey.choice(
                  "security",
                  "How the connection is secured: the best both sides know, one policy by name, or"
                      + " none at all.",
                  Security.words())
              .orElse("best"),
          ConfigKey.section(
              "user",
              "Who to log in as; without it the login is anonymous.",
              List.of(
                  ConfigKey.of("name", Kind.TEXT, "The user's name on the server."),
                  ConfigKey.of(
                      "password-file", Kind.FILE, "A file that holds nothing but the password."),
                  ConfigKey.of(
                      "certificate",
                      Kind.FILE,
                      "Instead of name and password: the user's own certificate (DER or PEM)."),
                  ConfigKey.of(
                      "key", Kind.FILE, "That certificate's private key (PEM, not encrypted)."))),
          ConfigKey.choice(
                  "trust",
                  "Who accepts an unknown server certificate: a person, or the first connection"
                      + " (which then stays pinned).",
                  List.of("ask", "first-use"))
              .orElse("ask"),
          ConfigKey.of(
              "server-certificate",
              Kind.FILE,
              "The server's own certificate (DER or PEM); no other is accepted then."),
          ConfigKey.of(
                  "publishing-interval",
                  Kind.DURATION,
                  "How often the server sends what has changed.")
              .orElse("1s")
              .between(10, DAY),
          ConfigKey.of(
                  "request-timeout", Kind.DURATION, "How long one answer of the server may take.")
              .orElse("10s")
              .between(100, 600_000),
          ConfigKey.of(
                  "session-timeout",
                  Kind.DURATION,
                  "After how long without us the server forgets our session.")
              .orElse("60s")
              .between(1_000, 3_600_000),
          ConfigKey.of(
                  "keep-subscription",
                  Kind.DURATION,
                  "How long the server collects for us while the connection is broken or the agent"
                      + " restarts; 0s = log off at every stop, and what happens meanwhile is lost.")
              .orElse("30s")
              .between(0, 3_600_000),
          ConfigKey.of(
                  "keep-alive",
                  Kind.DURATION,
                  "How often an idle server must show that it lives; a dead one is noticed after"
                      + " about three of these.")
              .orElse("4s")
              .between(100, 60_000),
          ConfigKey.choice(
                  "backfill",
                  "Whether what was missed while we were cut off is read back from the server's"
                      + " history, where it has one.",
                  List.of("auto", "off"))
              .orElse("auto"),
          ConfigKey.of("backfill-limit", Kind.DURATION, "How far back it is read at most.")
              .orElse("24h")
              .between(1_000, 365 * DAY));

  /** How a point is read; in {@code select} for all that it finds. */
  private static final List<ConfigKey> READING =
      List.of(
          ConfigKey.of(
                  "sampling-interval",
                  Kind.DURATION,
                  "How often the server looks at the value; 0ms = as fast as it can. Default: the"
                      + " publishing interval.")
              .between(0, DAY),
          ConfigKey.of(
                  "publishing-interval",
                  Kind.DURATION,
                  "How often the server sends this point. Default: the device's.")
              .between(10, DAY),
          ConfigKey.of(
                  "queue",
                  Kind.INTEGER,
                  "How many values the server keeps between two sendings. Default: enough for the"
                      + " two intervals, at least 10.")
              .between(1, 100_000),
          ConfigKey.choice(
                  "discard",
                  "Which value the server gives up when that queue is full.",
                  List.of("oldest", "newest"))
              .orElse("oldest"),
          ConfigKey.of(
                  "deadband", Kind.DECIMAL, "Changes smaller than this are not sent; 0 = all are.")
              .orElse("0")
              .between(0, Double.MAX_VALUE),
          ConfigKey.choice(
                  "deadband-type",
                  "Whether the deadband is in the point's own unit or in percent of its range on"
                      + " the server.",
                  List.of("absolute", "percent"))
              .orElse("absolute"),
          ConfigKey.choice(
                  "trigger",
                  "What makes a reading news: another status; status or value; or these or another"
                      + " source time.",
                  Trigger.words())
              .orElse(Trigger.VALUE.word()),
          ConfigKey.of(
                  "silent-after",
                  Kind.DURATION,
                  "After how long a silence the value is read back, to tell unchanged from dead;"
                      + " 0ms = never.")
              .orElse("5min")
              .between(0, 365 * DAY),
          ConfigKey.choice(
                  "enum",
                  "Whether numbers of enumerations come with their names: {\"value\":3,"
                      + "\"name\":\"Execute\"}.",
                  List.of("named", "number"))
              .orElse("named"));

  static final List<ConfigKey> POINT =
      with(
          READING,
          ConfigKey.of(
              "node",
              Kind.TEXT,
              "The node to read, such as nsu=urn:acme:press;s=Speed or ns=2;s=Press1.Speed."),
          ConfigKey.of(
              "path",
              Kind.TEXT,
              "Instead of the node: its browse path, such as /Objects/2:Press1/2:OilTemp or"
                  + " /Objects/nsu=urn:acme:press;Press1/nsu=urn:acme:press;OilTemp."),
          ConfigKey.choice(
                  "mode",
                  "What the node is: a variable with a value, a notifier of alarms and events (such"
                      + " as the server itself, i=2253), or a method that commands may call.",
                  List.of("value", "alarms", "method"))
              .orElse("value"),
          ConfigKey.of(
              "object",
              Kind.TEXT,
              "With 'mode: method': the object whose method it is. Default: the one it stands under"
                  + " on the server."),
          ConfigKey.of(
                  "severity",
                  Kind.INTEGER,
                  "With 'mode: alarms': the least severity that is told, 1 to 1000. Default: all.")
              .between(1, 1000));

  private static final List<ConfigKey> SELECT =
      with(
          READING,
          ConfigKey.of(
                  "under",
                  Kind.TEXT,
                  "The node or browse path below which to look. Default: everything.")
              .orElse("i=85"),
          ConfigKey.of(
                  "match",
                  Kind.TEXT,
                  "Which browse paths below it: * is anything within a level, ** any number of"
                      + " levels.")
              .orElse("**"),
          ConfigKey.of("prefix", Kind.TEXT, "What the points' names begin with."),
          ConfigKey.of(
                  "limit",
                  Kind.INTEGER,
                  "No more points than this, so that a slip does not read a whole plant.")
              .orElse("10000")
              .between(1, 1_000_000));

  /** How a device is read, whatever its points. */
  private static final List<ConfigKey> PLAN =
      List.of(
          ConfigKey.choice(
                  "mode",
                  "Whether the server is subscribed to, or read again and again; auto = subscribed"
                      + " to where it can.",
                  List.of("auto", "subscribe", "poll"))
              .orElse("auto"),
          ConfigKey.choice(
                  "profile",
                  "Which known kind of server it is; auto = as it says itself.",
                  profiles())
              .orElse(Profile.AUTO),
          ConfigKey.of(
                  "rebrowse",
                  Kind.DURATION,
                  "How often 'select' looks again at servers that do not tell when their nodes"
                      + " change; 0ms = only after a reconnection.")
              .orElse("1h")
              .between(0, 365 * DAY),
          ConfigKey.of(
                  "select",
                  Kind.SECTIONS,
                  "Points that are found on the server, and found again when it changes.")
              .holding(SELECT));

  static final List<ConfigKey> DEVICE = with(SESSION, PLAN.toArray(new ConfigKey[0]));

  private static List<String> profiles() {
    List<String> names = new ArrayList<>(List.of(Profile.AUTO, Profile.NONE.name()));
    names.addAll(Profile.names());
    return names;
  }

  private static List<ConfigKey> with(List<ConfigKey> some, ConfigKey... more) {
    List<ConfigKey> all = new ArrayList<>(List.of(more));
    all.addAll(some);
    return List.copyOf(all);
  }

  private Keys() {}
}
