package io.gemba.cloud.console.act;

import io.gemba.cloud.console.wire.LineKey;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Who asks, and whether he may. Safe for any thread. */
public interface People {
  /**
   * The name of who asks, for the audit.
   *
   * @param line whose gateway it is about; null when it is about the console itself
   * @throws io.javalin.http.HttpResponseException when he may not, with words for people
   */
  String mustBeAllowed(Context ctx, Right right, @Nullable LineKey line);

  /** Writes down what was done, and how it ended, before it is answered. */
  void note(Context ctx, String action, String subject, String outcome);
}
