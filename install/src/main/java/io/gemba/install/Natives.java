package io.gemba.install;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which native libraries inside a jar a Gemba gateway can never load. */
final class Natives {
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dll|jnilib|dylib|a)$");
  private static final Pattern FOREIGN_KIND = Pattern.compile(".*\\.(dll|jnilib|dylib|a)$");

  // Debian on amd64, arm64 and armhf is what we run on. Pieces of a path or name that say
  // otherwise:
  private static final Pattern FOREIGN_PLACE =
      Pattern.compile(
          ".*(^|[/_.-])(android|aix|darwin|mac|osx|windows|win32|win64|freebsd|openbsd|netbsd|dragonflybsd"
              + "|sunos|solaris|linux-android|musl|ppc|ppc64|ppc64le|s390x|riscv64|loongarch64|mips\\w*"
              + "|x86(?![-_]64)|i386|i686|linux32|armel)([/_.-]).*");

  // The demo's broker keeps everything in memory: its disk engine is needed as classes, never as
  // code.
  private static final Pattern NEVER_LOADED = Pattern.compile("librocksdbjni-.*");

  private Natives() {}

  /** Whether this jar entry is a native library for another system, or one that nothing loads. */
  static boolean isForeign(String entry) {
    String name = entry.toLowerCase(Locale.ROOT);
    return LIBRARY.matcher(name).matches()
        && (FOREIGN_KIND.matcher(name).matches()
            || FOREIGN_PLACE.matcher(name).matches()
            || NEVER_LOADED.matcher(name).matches());
  }
}
