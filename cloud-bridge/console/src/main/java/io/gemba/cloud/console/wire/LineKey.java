package io.gemba.cloud.console.wire;

/** Which line, anywhere: the first four topic levels. */
public record LineKey(String enterprise, String site, String area, String line) {
  /** {@code enterprise/site/area/line}, as in topics and addresses of the page. */
  public String path() {
    return enterprise + "/" + site + "/" + area + "/" + line;
  }
}
