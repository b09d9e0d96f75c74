package io.gemba.agent.app.doctor;

/**
 * One thing that was looked at.
 *
 * @param area clock, java, disk, permissions, gpio, dns, broker, device, journal, agent or config
 * @param subject which one, such as an uplink's name; empty when there is only one
 * @param text what was found, in words
 * @param fix what to do about it; empty when it is well
 */
public record Finding(Result result, String area, String subject, String text, String fix) {

  /** How it is. */
  public enum Result {
    /** Well. */
    OK,
    /** Works, but a person should look at it. */
    WARN,
    /** Does not work. */
    FAIL
  }

  static Finding ok(String area, String subject, String text) {
    return new Finding(Result.OK, area, subject, text, "");
  }

  static Finding warn(String area, String subject, String text, String fix) {
    return new Finding(Result.WARN, area, subject, text, fix);
  }

  static Finding fail(String area, String subject, String text, String fix) {
    return new Finding(Result.FAIL, area, subject, text, fix);
  }
}
