package io.gemba.agent.core.config;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant to write. */
final class Spelling {
  private static final int LONGEST = 80;
  private static final int MOST_NAMED = 20;

  private Spelling() {}

  /** "did you mean 'x'?", or what is known when nothing comes near. */
  static String didYouMean(String written, Collection<String> known) {
    return closest(written, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "there is none" : "known are: " + list(known));
  }

  /** The nearest of the known words, if one is near enough to be meant. */
  static Optional<String> closest(String written, Collection<String> known) {
    String word = plain(written);
    record Near(String word, int distance) {}
    return known.stream()
        .map(k -> new Near(k, distance(word, plain(k))))
        .filter(n -> n.distance() <= tolerance(word, n.word()))
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
        .map(Near::word)
        .or(() -> known.stream().sorted().filter(k -> begins(word, plain(k))).findFirst());
  }

  /** A topic level as it should have been written: lower-case, hyphens, no accents. */
  static String level(String written) {
    String latin =
        Normalizer.normalize(written, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replace('đ', 'd');
    return latin.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
  }

  private static String list(Collection<String> known) {
    List<String> sorted = known.stream().sorted().toList();
    String shown = sorted.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return sorted.size() > MOST_NAMED ? shown + ", …" : shown;
  }

  private static String plain(String word) {
    return word.substring(0, Math.min(word.length(), LONGEST))
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  private static int tolerance(String word, String known) {
    int length = Math.max(word.length(), known.length());
    return length <= 3 ? 1 : Math.max(2, length / 3);
  }

  /** password → password-file: half a compound name. */
  private static boolean begins(String word, String known) {
    return word.length() >= 3 && known.startsWith(word + "-");
  }

  /** Edits that turn one word into the other, a swap of neighbours counting once. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
      }
    }
    return d[a.length()][b.length()];
  }
}
