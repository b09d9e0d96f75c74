package io.gemba.agent.app.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which language a reader gets. Java's own matching answers a browser from Hong Kong in English, so
 * regions are mapped by hand: Hong Kong, Taiwan and Macao write Hant; the mainland and Singapore
 * write Hans.
 */
final class Languages {
  static final List<String> ALL = List.of("en", "zh-Hant", "zh-Hans");

  private static final Set<String> HANT = Set.of("hant", "hk", "tw", "mo");

  private Languages() {}

  private record Wish(String tag, double weight) {}

  /**
   * The best of ours.
   *
   * @param chosen what the reader chose by hand, if anything; one of ours or ignored
   * @param accepted the header Accept-Language, if there is one
   */
  static String negotiate(@Nullable String chosen, @Nullable String accepted) {
    if (chosen != null && ALL.contains(chosen)) {
      return chosen;
    }
    return wishes(accepted == null ? "" : accepted).stream()
        .map(wish -> ours(wish.tag()))
        .filter(tag -> !tag.isEmpty())
        .findFirst()
        .orElse("en");
  }

  private static List<Wish> wishes(String header) {
    List<Wish> wishes = new ArrayList<>();
    for (String part : header.split(",")) {
      String[] words = part.strip().split(";\\s*q=", 2);
      double weight = words.length == 2 ? weight(words[1]) : 1;
      if (weight > 0) {
        wishes.add(new Wish(words[0].toLowerCase(Locale.ROOT), weight));
      }
    }
    wishes.sort(Comparator.comparingDouble(Wish::weight).reversed());
    return wishes;
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String ours(String tag) {
    List<String> parts = List.of(tag.split("[-_]"));
    return switch (parts.getFirst()) {
      case "en" -> "en";
      case "zh", "yue", "cmn" -> {
        if (parts.contains("hans")) {
          yield "zh-Hans";
        }
        boolean hant = parts.stream().anyMatch(HANT::contains);
        yield hant || (parts.size() == 1 && tag.equals("yue")) ? "zh-Hant" : "zh-Hans";
      }
      default -> "";
    };
  }
}
