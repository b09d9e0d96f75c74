package io.gemba.cloud.console.wire;

/** Which gateway, anywhere. */
public record GatewayKey(String enterprise, String site, String id) {
  /** {@code enterprise/site/id}. */
  public String path() {
    return enterprise + "/" + site + "/" + id;
  }
}
