package io.gemba.cloud.console.board;

/**
 * How complete the history of a gateway's journal is, in samples.
 *
 * @param received stored, each once
 * @param missing numbers between the first and the last that have not come
 * @param unexplained those of them that no gap record names
 */
public record Completeness(long received, long missing, long unexplained) {
  /** Nothing received, nothing missing. */
  public static final Completeness NONE = new Completeness(0, 0, 0);

  /** Both together. */
  public Completeness plus(Completeness other) {
    return new Completeness(
        received + other.received, missing + other.missing, unexplained + other.unexplained);
  }
}
