package io.gemba.cloud.console.users;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;

/** Argon2id that costs next to nothing, so that tests log in quickly. */
public final class Cheap {
  private Cheap() {}

  public static String hash(String password) {
    return Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID)
        .hash(
            password.getBytes(StandardCharsets.UTF_8),
            "sixteen bytes ..".getBytes(StandardCharsets.UTF_8))
        .getResult();
  }
}
