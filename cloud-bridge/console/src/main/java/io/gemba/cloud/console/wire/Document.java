package io.gemba.cloud.console.wire;

/**
 * An array or a structure, kept as the JSON it came as.
 *
 * @param json the text, valid JSON
 */
public record Document(String json) {
  @Override
  public String toString() {
    return json;
  }
}
