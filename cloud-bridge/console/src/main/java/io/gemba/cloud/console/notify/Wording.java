package io.gemba.cloud.console.notify;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Words a notice in one language: what, where, since when, value with limit, link. Immutable. */
final class Wording {
  /** More than these is a list nobody reads on a phone, and too long for a robot. */
  private static final int MOST = 12;

  private static final Comparator<Notice.Item> WORST_FIRST =
      Comparator.comparingInt(Wording::rank).thenComparingLong(Notice.Item::since);

  private final Words words;
  private final @Nullable String publicUrl;

  Wording(String language, @Nullable String publicUrl) {
    this.words = Words.of(language);
    this.publicUrl = publicUrl;
  }

  private static int rank(Notice.Item item) {
    return switch (item.trouble().what()) {
      case "offline" -> item.trouble().subject().equals("broker") ? 0 : 1;
      case "alarm" -> 4 - Judge.rank(item.trouble().severity());
      case "stop" -> "FAULT".equals(item.trouble().state()) ? 2 : 3;
      default -> 5;
    };
  }

  Letter letter(Notice notice) {
    String kind = words.say(notice.kind());
    if (notice.items().isEmpty()) {
      String title = words.say("title", "kind", kind, "what", words.say("board"));
      return new Letter(
          notice.id(), title, words.say("test.text"), List.of(), "", words.say("link"));
    }
    List<Notice.Item> items = notice.items().stream().sorted(WORST_FIRST).toList();
    List<Letter.Part> parts = new ArrayList<>();
    for (Notice.Item item : items.subList(0, Math.min(MOST, items.size()))) {
      parts.add(new Letter.Part(headline(item, notice.at()), facts(item), link(item)));
    }
    String hidden =
        items.size() > MOST ? words.say("more", "n", String.valueOf(items.size() - MOST)) : "";
    String advice = notice.kind().equals("resolved") ? "" : words.say("acknowledge");
    String more = (hidden + " " + advice).strip();
    return new Letter(
        notice.id(), title(kind, items, notice.at()), "", parts, more, words.say("link"));
  }

  private String title(String kind, List<Notice.Item> items, long at) {
    String what = headline(items.getFirst(), at);
    if (items.size() == 1) {
      return words.say("title", "kind", kind, "what", what) + sites(items);
    }
    String n = String.valueOf(items.size());
    return words.say("title.many", "kind", kind, "n", n, "what", what) + sites(items);
  }

  private String sites(List<Notice.Item> items) {
    TreeSet<String> sites = new TreeSet<>();
    for (Notice.Item item : items) {
      String site = item.trouble().site();
      if (site != null) {
        sites.add(site);
      }
    }
    return sites.isEmpty() ? "" : words.say("title.sites", "sites", String.join(", ", sites));
  }

  private String headline(Notice.Item item, long at) {
    Trouble t = item.trouble();
    Long end = item.ended();
    String key = t.what() + (t.what().equals("offline") ? "." + t.subject() : "");
    String alarm = words.named(t.alarm(), t.alarm().getOrDefault("", ""));
    String value = t.value() == null ? "" : words.number(t.value(), t.unit());
    return words.say(
        end == null ? key : key + ".ended",
        "where",
        where(t),
        "state",
        words.state(t.state()),
        "lasted",
        words.lasting((end == null ? at : end) - item.since()),
        "severity",
        words.say("severity." + t.severity()),
        "alarm",
        alarm,
        "value",
        t.what().equals("alarm") ? alarmValue(t, value) : value);
  }

  private String alarmValue(Trouble t, String value) {
    if (value.isEmpty()) {
      return "";
    }
    return t.limit() == null
        ? words.say("alarm.valueOnly", "value", value)
        : words.say("alarm.value", "value", value, "limit", words.number(t.limit(), t.unit()));
  }

  private String where(Trouble t) {
    String last = t.path().substring(t.path().lastIndexOf('/') + 1);
    return words.named(t.names(), last);
  }

  private List<String> facts(Notice.Item item) {
    Trouble t = item.trouble();
    ZoneId zone = Watch.zone(t.zone());
    List<String> facts = new ArrayList<>();
    if (!t.subject().equals("broker")) {
      facts.add(words.say("where", "path", t.path().replace("/", " / ")));
    }
    facts.add(words.say("since", "time", words.time(item.since(), zone)));
    Double limit = t.limit();
    if (limit != null && (t.what().equals("stop") || t.what().equals("offline"))) {
      facts.add(words.say("limit.time", "limit", words.lasting(limit.longValue())));
    } else if (limit != null && t.what().equals("gap")) {
      facts.add(words.say("limit.parts", "limit", words.number(Math.rint(limit), null)));
    }
    if (t.what().equals("stop")) {
      String cause = t.cause();
      facts.add(
          cause == null
              ? words.say("cause.none")
              : words.say("cause", "cause", words.cause(cause)));
    }
    if (t.point() != null) {
      facts.add(words.say("point", "point", t.point()));
    }
    if (item.times() > 1 && item.ended() == null) {
      facts.add(words.say("times", "n", String.valueOf(item.times())));
    }
    return facts;
  }

  private @Nullable String link(Notice.Item item) {
    if (publicUrl == null) {
      return null;
    }
    String line = item.trouble().line();
    String query =
        line == null ? "" : "line=" + URLEncoder.encode(line, StandardCharsets.UTF_8) + "&";
    return publicUrl + "/?" + query + "incident=" + item.incident();
  }
}
