package io.gemba.agent.app;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which paths are meant: {@code *} is anything within a level, {@code **} any number of levels.
 *
 * @param isEverything whether all of them are
 */
record PathGlob(Pattern pattern, boolean isEverything) {

  static PathGlob of(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^/]*");
      } else if (glob.charAt(i) == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    return new PathGlob(Pattern.compile(regex.toString(), Pattern.DOTALL), glob.equals("**"));
  }

  boolean matches(List<String> path) {
    return pattern.matcher(String.join("/", path)).matches();
  }
}
